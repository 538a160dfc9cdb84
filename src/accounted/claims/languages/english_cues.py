"""English words that say that somebody says, thinks or wants something, and what must follow each of them.

Which verb takes what was counted on the training part of PolNeAR (Newell et al. 2018, a corpus of attributions in
news); the verbs of counting at the end were added by hand. No sentence of a corpus is here. An entry is a word, then
codes of what follows it, after the reliability they were seen with: 3 nearly always an attribution, 2 mostly, 1 often.

Codes: `a` an aside after a clause (", she said,"), `aq` after a quotation, `q` before one, `h` a clause with "that",
`c` one without, `w` with "whether, how, why", `t` an infinitive, `g` a participle, `n` an object, `n#` an
    object with a
number, `by` the agent of a passive, `z` nothing, else a preposition.
"""

from __future__ import annotations

from accounted.claims.languages.english import word_set

__all__ = [
    "ADJECTIVE_CUES",
    "CALENDAR",
    "CLOSED",
    "DOCUMENTS_IN",
    "DOUBLING",
    "HEARING",
    "IRREGULAR",
    "NOT_STATING",
    "NOUN_CUES",
    "NUMBERS",
    "OTHER_VERBS",
    "PASSIVE_CUES",
    "STATING_OBJECTS",
    "VERB_CUES",
]

VERB_CUES = """
    accept 2 h n | accuse 2 c n | acknowledge 3 h 2 a aq c g n w | acquiesce 3 to 2 t | add 3 a aq h 2 q |
    address 2 c | admire 2 n | admit 3 aq 2 c h n q t | advocate 2 c g n | affirm 2 h q |
    agree 3 h in 2 a aq c n on with q t | aim 2 t | align 2 a | allege 3 h 2 aq c | allow 2 h | allude 2 to |
    announce 3 h 2 a aq c n as q w | answer 2 aq 1 c n | anticipate 2 h | apologize 2 h for | appear 2 c h n as t |
    applaud 2 c n | appoint 2 c | approve 2 n | argue 3 c h during in over 2 a aq n against for |
    ask 2 aq c h n for of q t w 1 a | assail 2 n | assert 3 aq 2 h n | assume 2 h | assure 3 h 2 c | attack 2 n |
    attribute 2 c | back 2 n in | balk 3 at | ban 1 n | bash 2 n | believe 3 h 2 c n in w 1 a | bemoan 3 h n |
    blame 2 c n for | blast 2 c n as out | block 2 n | boast 3 h 2 about of q | brag 3 h 2 c about | bristle 2 h in |
    brush 2 h n | calculate 3 h | call 2 c h n for on out upon w 1 q | campaign 2 aq against on 1 c | care 1 about |
    cast 2 c n | caution 2 h n against q | challenge 1 n | champion 1 n | chant 2 a aq q | characterize 2 n |
    charge 3 h 2 aq | cheer 2 n | chide 3 c 2 n | choose 1 n | circulate 2 g | cite 3 c q 2 n |
    claim 2 a c h n at q t | clarify 2 h | comment 2 aq h on | compare 2 c n | complain 3 aq h of 2 a c about to |
    concede 3 aq h 2 c n | conclude 3 a aq c q 2 h n with | condemn 2 c n q | confirm 2 a c h n | congratulate 2 c |
    consider 2 g n w | contemplate 3 c 2 n w | contend 2 c h | continue 2 aq g h q | contradict 2 n w | contrast 2 n |
    count 2 c n on | counter 2 n with w | cover 1 n | credit 2 n | criticize 3 c for 2 n as w | cry 2 aq |
    decide 2 c in t | declare 3 aq h q 2 c n as | decline 3 c 2 n for t | decry 3 h n 2 c | deem 2 a c n about |
    defend 2 c n | deflect 2 c | deliver 1 c | demand 2 aq h n | demonstrate 2 c h without 1 n | denounce 3 c 2 n |
    deny 2 h n 1 c | deride 3 n 2 c | describe 3 w 2 c n as | detail 2 c w | determine 2 h 1 w | devote 1 n |
    disagree 2 over with | disavow 2 c n | disclose 2 c h | discover 2 h | discuss 2 n on w | dismiss 2 h n |
    display 2 n | dispute 3 n 2 h | distance 1 n | double 2 down | doubt 2 h | dub 2 q | echo 2 h n | elaborate 2 aq |
    embrace 2 w 1 n | emphasize 2 c h n q | encourage 2 n | endorse 2 g h n | enjoy 2 g q w | envision 2 n |
    establish 2 for | estimate 2 a c h n at | expect 2 c n t | experience 1 n | explain 3 a aq c to q w 2 h n |
    expose 2 c | express 3 c 2 n | favor 2 g w | fear 3 h 2 c n | feel 2 c for 1 n | file 2 c from 1 n |
    find 2 a h q 1 c | fire 1 at | focus 1 on | forecast 3 h 2 n | foresee 3 n | forget 2 c t | frame 2 n |
    go 2 aq 1 after out | grant 2 from | guess 2 c h | hail 2 n | heap 2 n | herald 2 n | highlight 2 c n as |
    hint 2 a at | hire 1 n | hope 2 c h n for t | identify 2 c n at with 1 as | ignore 2 c n | illustrate 2 w |
    imply 3 c 2 a h | indicate 3 a c h w | inform 3 h | insist 3 a aq h n 2 c | insult 2 q | intend 2 t |
    interject 2 t | interpret 2 n | introduce 1 n | invoke 2 c | issue 2 with 1 n | joke 3 aq h about q 2 to |
    judge 2 a h 1 n | knock 2 c n | know 2 c h about of since w | label 2 n | lambast 2 c n | lament 3 h 2 c n q |
    lash 2 out | launch 2 into | lay 2 off out | lean 2 n | learn 2 c h n | liken 2 n to t | line 1 up |
    list 2 c n q | lobby 2 a | look 2 for to t 1 h | love 2 t | maintain 2 h | mention 2 c n | mock 2 aq c n |
    mount 2 n | mull 2 n | muse 3 aq 2 about in | name 2 n q | negotiate 2 for | nominate 2 n |
    note 3 a aq h on w 2 c n | notice 2 h on | offer 2 c n up q | opine 3 aq 2 against on | oppose 2 c n t |
    opt 2 a against | order 2 c h n | paint 2 h n | pass 2 along up 1 n | peg 2 n | perceive 2 c t | pitch 2 c |
    pivot 2 from with t | plan 2 c t | plead 2 n for t | pledge 2 h q t 1 c | point 2 aq at out to up t |
    portray 2 c n | posit 3 h 2 n | position 2 n | post 2 a aq q 1 c n | praise 2 c n for | preach 2 n |
    predict 3 a 2 c h n about at between | prefer 2 n t | press 3 aq 2 c for | proclaim 3 aq 2 a c h | prohibit 2 g |
    project 2 h n | promise 2 a c h n on t w | pronounce 2 c | propose 2 c g n | protest 2 h n | prove 1 t |
    provide 1 c | publish 3 c 2 q 1 n | push 2 against for t 1 n | put 2 off 1 out | question 2 aq c n w | quip 2 q |
    quote 2 c | rail 2 about against | react 2 a aq | read 3 aq 2 n | reaffirm 3 h n | realize 3 c h | rebuff 2 n |
    rebuke 2 c n | rebut 2 n | recall 3 aq c h q w 2 a n | recite 2 n | recognize 2 c h | recommend 2 aq c |
    record 2 n | recount 2 n | refer 2 n to t | reference 2 c n | reflect 2 on 1 c | refuse 2 n t | regret 2 n |
    reiterate 3 h 2 c n | reject 3 h 2 c n | release 2 c | relish 2 c n | remark 3 aq h 2 upon q |
    remember 2 aq c g w | remind 2 c h | renounce 2 n | repeat 2 aq c h n | reply 3 aq c n t 2 a q |
    report 2 a aq c h n at between on | repudiate 2 c | request 2 n | resist 2 n |
    respond 3 aq h q 2 a to with t 1 n | rethink 2 n | retweet 2 c n | reveal 2 a c h n | revile 2 n | rip 2 n into |
    rule 2 n against out 1 h | say 3 a aq c g h 2 n during for in of to q w 1 about | scoff 3 aq 2 at |
    see 2 c h n for | seek 2 n on to q t 1 a | seem 2 c g n like t | send 2 out | share 2 h | shout 2 aq h q |
    show 2 c h n as t 1 w | shrug 2 over | side 2 n 1 with | sign 1 n | signal 2 h 1 n | sing 2 a q | slam 2 c n |
    sound 2 off | spar 3 over 2 on | speak 2 about of out 1 t | speculate 2 h about | state 3 aq 2 a h |
    stress 2 c h | strike 2 down | strive 2 for t | submit 2 h c |
    suggest 3 a to q 2 c h n | support 2 n 1 c | suspect 2 h |
    talk 2 about at of on through up 1 to | target 2 n | tell 3 aq g h 2 a c n q t w | testify 2 aq before q |
    thank 2 n | think 2 a c h about of | threaten 2 t | tick 2 off | touch 2 on | tout 2 c n | trash 2 n | trust 2 n |
    tweet 3 aq n at 2 a c h on q | underscore 2 h n | understand 1 n | unveil 2 c | upset 2 c h after |
    urge 3 aq n 2 c h t | veto 2 n | view 2 n as 1 c | voice 2 aq c n | vote 2 against for t | vouch 3 for |
    vow 3 aq c q t 2 h n | want 2 c n t w | warn 3 aq c h n of 2 a against q | weigh 2 in | welcome 2 c n q |
    witness 2 c n | wonder 3 aq 2 about w | worry 3 h 2 c 1 about | write 3 a aq q 2 c h in on to 1 n |
    yell 2 a aq q |
    count 2 n# h | document 2 n# h | register 2 n# | record 2 n# h | list 2 n# | tally 2 n# | put 2 n# | give 2 n# |
    verify 2 h n# | report 2 n# | calculate 2 h n# c | confirm 2 n# | establish 2 h n# | testify 2 aq a h c |
    estimate 2 n# a c h aq | claim 2 n# | announce 2 n# | declare 2 n# | predict 2 n# a c h | expect 2 n# h |
    forecast 2 n# a h | allege 2 n# a c h | cite 2 n# | quote 2 n# | repeat 2 n# h | state 2 n# a | note 2 n# a |
    acknowledge 2 n# | admit 2 n# | mention 2 n# h | reveal 2 n# a | show 2 n# | find 2 a | say 2 n# | tell 2 n# |
    believe 2 n# a c h | fear 2 n# h c | suspect 2 h c n# | maintain 2 h c a n# | insist 2 a n# | argue 2 n# |
    conclude 2 a c h | deny 2 n h c a g | reject 2 n h | dismiss 2 n h | dispute 2 n h | contest 2 n h |
    challenge 2 n |
    doubt 2 n h c | question 2 n w | correct 2 n | revise 2 n | accuse 2 n c | blame 2 n c | charge 2 h c n# |
    warn 2 of |
    speak 2 of | talk 2 of | complain 2 of h | project 2 n# h | put 2 n# | disclose 2 h n# | concede 2 h a n# |
    recount 2 h
"""
"""Verbs in the active voice. An entry may stand twice; the later one adds to the earlier."""

PASSIVE_CUES = """
    accuse by h of | announce n z | applaud by | approve in n | argue in | ask about c q t w | assume h |
    attribute to | blame for | challenge on | champion by | charge with z | claim by | confirm by z | consider by n |
    count among | criticize as by for | declare c n | denounce by | deride by | describe as by h | dislike by |
    echo by | endorse by | establish by | expect in t | find by | forget h | inform of | intend for t | interpret h |
    introduce by | invite t | issue n | justify h | know about as for h t z | list as | mention as by in z |
    name by n | nominate as | portray as | press on | project as by n | provide by | rebuke by | recognize as for |
    regard as | reject by | release amid | remember as by | report by h | retweet n | reveal h n | revile by |
    say h t | see as g | share by | show g t | single out | sue by | support by | suspect of | talk about | tell h z |
    trust z | tweet by | underscore by | view as | warn about by | write by
"""
"""Verbs in the passive: `by` when who says it follows, other codes when nobody does."""

NOUN_CUES = """
    accusation of | advice h | agreement h t | allegation h | assertion h of | assessment of | assumption h |
    call for | calls of t | claim h as | comment of | complaint h | concern h | contention h |
    criticism h about for over | denial of | description h | desire t | disagreement on with | enthusiasm for |
    estimate about | fear h for of | hope for | pledge t | promise of t | question about | recognition h | refusal t |
    remark h | revelation about | speculation h | statement about | suggestion h | vow t
"""
"""Nouns ("the claim that", "her support for"), with or without somebody whose they are."""

ADJECTIVE_CUES = """
    adamant h | angry about | aware h | clear about | concerned h | confident in | convinced c h | critical of |
    doubtful c | eager t | furious at | glad c t | hopeful c h about | mindful of | optimistic h about |
    skeptical c of | supportive of | sure h | unclear as | unhappy with | unsure w | wary of | worried h about
"""
"""Adjectives after a form of *be* ("is convinced that")."""

HEARING = word_set("advise ask assure convince inform persuade promise remind show tell urge warn notify brief")
"""Verbs whose first object hears what is said ("told the court that")."""

IRREGULAR = """
    say said said | think thought thought | choose chose chosen | know knew known | tell told told | make made made |
    write wrote written | feel felt felt | see saw seen | understand understood understood | speak spoke spoken |
    show showed shown | find found found | seek sought sought | send sent sent | throw threw thrown | lay laid laid |
    hit hit hit | put put put | withdraw withdrew withdrawn | strike struck struck | give gave given | come came come |
    take took taken | go went gone | hold held held | read read read | cast cast cast | draw drew drawn |
    hear heard heard | let let let | set set set | swear swore sworn | foresee foresaw foreseen | mean meant meant |
    broadcast broadcast broadcast | become became become | forget forgot forgotten | get got got | keep kept kept |
    leave left left | meet met met | run ran run | stand stood stood | begin began begun | sing sang sung |
    buy bought bought | rise rose risen | lose lost lost | win won won | fall fell fallen | bring brought brought |
    lead led led | fight fought fought | build built built | spend spent spent | shoot shot shot | break broke broken |
    pay paid paid | grow grew grown | flee fled fled | drive drove driven | hide hid hidden | bury buried buried |
    die died died | sit sat sat | teach taught taught | sell sold sold | hang hung hung | hurt hurt hurt |
    underscore underscored underscored | rethink rethought rethought
"""
"""Base form, past and participle."""

DOUBLING = word_set(
    """refer prefer admit submit ban slam plan commit dub rip spar shrug rebut brag peg bar stop drop rob hit put get
    sit run win begin set let cut
    """
)
"""Verbs that double their last letter ("admitted")."""

NOT_STATING = word_set(
    """hope wish want order urge demand plan vow promise pledge threaten propose recommend refuse decline agree decide
    require seek intend aim prefer like imagine see watch hear remember forget feel try appear seem make allow
    encourage
    convince persuade assume suppose need start begin continue let help focus try vote sign
    """
)
"""Cue verbs that say what somebody wants, plans or sees: a figure among their words is not their statement."""

STATING_OBJECTS = word_set(
    """say believe think fear suspect argue insist maintain accuse blame charge report claim allege deny
    confirm estimate
    cite quote repeat mention acknowledge admit predict forecast expect project calculate count document
    register record
    list tally put give reject dismiss dispute contest challenge doubt question correct revise state announce declare
    find show reveal verify establish note describe suggest indicate tell warn speak talk complain conclude testify
    """
)
"""Verbs whose object can be what they state ("reported 30 deaths", "denied the figure")."""

OTHER_VERBS = word_set(
    """make use draw take come go get give run meet begin keep bring hold stand leave lose win fall become lead fight
    build spend shoot break rise pay grow flee drive hide bury die sit sell kill happen occur arrive remain include
    require adopt pose throw avoid try hear enter reach flow belong exist destroy execute hang arrest detain
    surround open close begin continue end stop start visit attack cross follow help work live serve vote
    """
)
"""Common verbs that attribute nothing: they show where a clause has its verb."""

DOCUMENTS_IN = word_set(
    "study briefing statement interview speech report email letter tweet testimony memo article book broadcast"
)
"""What somebody speaks in ("Bell in a statement said")."""

CALENDAR = word_set(
    """january february april june july august september october november december monday tuesday wednesday thursday
    friday saturday sunday
    """
)

NUMBERS = word_set(
    """two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
    nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands million millions
    dozen dozens
    """
)
"""Words that count."""

CLOSED: tuple[tuple[str, str], ...] = (
    ("D", "the a an its his her their our my your this these those every each another no some any several"),
    ("P", "he she they it we i you him them us me himself herself themselves itself everyone someone nobody anyone"),
    ("P", "one many few both others"),
    ("R", "who which whom whose"),
    ("T", "that"),
    ("O", "to"),
    (
        "I",
        "of in on at by for from with about against between among over under into onto during after before since",
    ),
    ("I", "until"),
    (
        "I",
        "without within through across around behind beyond toward towards near upon like despite amid throughout",
    ),
    ("I", "out up off down as than including along per via"),
    ("C", "and but or nor yet & so"),
    ("S", "while although though because if unless whereas when where why how whether what once"),
    (
        "M",
        "is are was were be been being am has have had having do does did done will would shall should can could may",
    ),
    (
        "M",
        "might must ought isn't aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't won't wouldn't can't",
    ),
    ("M", "cannot couldn't shouldn't got"),
    ("X", "not never"),
    ("A", "also later earlier then now again already still just even ever often always soon long further too however"),
    ("A", "meanwhile moreover instead first subsequently previously recently yesterday today tomorrow tonight here"),
    ("A", "there thus hence indeed perhaps maybe rather quite very only back ago once"),
)
"""Words whose part of speech is known, by the letter that `accounted.claims.tokens.Token` gives them."""
