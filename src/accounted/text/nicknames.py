"""Short and pet forms of given names, each with one full form. Data only; to add one, add it to its line.

A form that stands for several names stands with the most frequent one. A pet form and its full name are compared as
alike in sound, never as the same name.
"""

from __future__ import annotations

__all__ = ["NICKNAMES"]

_FORMS = """
william: bill billy will willie willy liam
robert: bob bobby rob robbie robby
richard: dick rick ricky richie rich
james: jim jimmy jamie jimmie
john: johnny johnnie jack jon
joseph: joe joey
michael: mike mikey mick mickey
thomas: tom tommy
charles: charlie charley chuck
edward: ed eddie ned teddy
theodore: ted theo
daniel: dan danny
david: dave davey
matthew: matt matty
anthony: tony
christopher: chris kit
nicholas: nick nicky
benjamin: ben benny benji
samuel: sam sammy
andrew: andy drew
steven: steve stevie stephen
gregory: greg gregg
jeffrey: jeff geoffrey geoff
timothy: tim timmy
kenneth: ken kenny
ronald: ron ronnie
donald: don donnie
raymond: ray
lawrence: larry laurence
gerald: gerry
frederick: fred freddie freddy
patrick: paddy
peter: pete
alexander: alex sasha sascha aleksandr alexandr alexandre alejandro alessandro oleksandr iskander sanya shura
alexei: alyosha aleksey alexey aleksei
dmitri: dima mitya dmitry dmitriy dmytro
ivan: vanya
mikhail: misha mikhailo
nikolai: kolya nikolay mykola
sergei: seryozha serezha sergey serhiy
vladimir: vova volodya volodymyr wladimir
yevgeny: zhenya yevgeniy evgeny evgeniy evgeni
yuri: yura yuriy yury
pavel: pasha
konstantin: kostya
grigory: grisha grigoriy
boris: borya
anastasia: nastya
yekaterina: katya ekaterina kateryna
natalia: natasha nataliya natalya
tatiana: tanya tatyana
elizabeth: liz lizzie beth betty betsy eliza lisa
margaret: maggie meg peggy
katherine: kate katie kathy catherine cathy kathryn kathleen
jennifer: jen jenny
jessica: jess jessie
susan: sue susie suzie
deborah: debbie deb debra
barbara: barb
patricia: patty tricia
rebecca: becky
kimberly: kim
cynthia: cindy
jose: pepe
francisco: paco pancho
ignacio: nacho
manuel: manolo
enrique: quique
eduardo: lalo
guadalupe: lupe
rafael: rafa
roberto: beto
dolores: lola
mercedes: meche
concepcion: concha
giuseppe: peppe beppe
mohammad: mo hamada
mustafa: mostafa sasso
abdullah: abbud
ibrahim: brahim ebrahim
fatima: fatoum fatma
khadija: hatice khadije
"""

NICKNAMES = {
    form: full for line in _FORMS.split("\n") if line for full, forms in (line.split(": "),) for form in forms.split()
}
"""Every form with its full name."""
