"""Words that judge while they tell, by the kind of judgement: a lexicon of our own.

No entry names a people, a party, a faith or a country: whoever is spoken of, the same word is marked. An entry is the
small word or words; endings are spelt out. That a word stands here says nothing about whether it fits.
"""

from __future__ import annotations

__all__ = ["LOADED"]

LOADED: tuple[tuple[str, str], ...] = (
    (
        "judges a deed",
        "abominable abhorrent appalling atrocious atrocity atrocities barbaric barbarous barbarity blatant "
        "blatantly bloodbath bloodthirsty brazen brutal brutally brutality butchered butchery callous carnage "
        "cold-blooded cowardly criminal cruel cruelly cruelty cynical deplorable despicable diabolical disgraceful "
        "disgusting evil fanatical ghastly gruesome harrowing heinous hideous horrendous horrible horrific "
        "horrifying inhuman inhumane insane merciless mercilessly monstrous murderous odious outrageous ruthless "
        "ruthlessly sadistic savage savagely savagery scandalous senseless shameful shameless shamelessly shocking "
        "sickening unconscionable unforgivable unspeakable vicious viciously vile wanton wicked",
    ),
    (
        "praises a deed or a person",
        "brave bravely courageous courageously defiant exemplary fearless gallant glorious heroic heroically "
        "heroes hero heroine legendary noble righteous selfless valiant valiantly",
    ),
    (
        "names people by a judgement",
        "assassins bandits barbarians butcher butchers collaborator collaborators cronies cult cultists despot "
        "devils dictator dictators executioners extremist extremists fanatics goons gangs henchman henchmen "
        "hooligans hordes invaders junta lackeys liars martyr martyrs mercenaries mob monster monsters murderers "
        "occupiers oppressors puppet puppets regime regimes saboteurs savages stooges terrorist terrorists thug "
        "thugs traitor traitors tyrant tyrants usurpers vermin",
    ),
    (
        "names a deed by a judgement of law or history",
        "annihilation crackdown crime_against_humanity crimes_against_humanity ethnic_cleansing ethnic-cleansing "
        "extermination exterminated genocide genocidal liberated liberation massacre massacred massacres martyred "
        "martyrdom pogrom pogroms purge purged purges slaughter slaughtered slaughtering terror terrorised "
        "terrorized war_crime war_crimes",
    ),
    (
        "doubts by a word",
        "alleged allegedly bogus fabricated fictitious purported purportedly self-styled so-called supposed "
        "supposedly would-be",
    ),
    (
        "strengthens without a number",
        "clearly colossal countless enormous immense incontrovertible indisputable innumerable massive notorious "
        "obviously overwhelming staggering undeniable undeniably undoubtedly unprecedented unquestionably untold",
    ),
)
"""What a word does → words; a low line stands for the space within an entry of several words."""
