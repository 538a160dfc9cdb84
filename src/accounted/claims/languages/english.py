"""The words of the English grammar, as data: what each word means, and no rule.

Each table maps or lists words; the modules beside this one hold the rules that read them. Entries are regular
expressions only where a word has several forms. A word that is not here is not read: that is the safe side.
"""

from __future__ import annotations

from accounted.claims.languages.tables import BoundWords, Language, ViolationWords, word_set
from accounted.model.claims import Act, Stance, Unit
from accounted.text import number_words

__all__ = [
    "ACT_NOUNS",
    "ACT_STATES",
    "ACT_VERBS",
    "AUXILIARIES",
    "BOUNDS",
    "COMPOUND_ACTS",
    "DETERMINERS",
    "DOCUMENT_NOUNS",
    "DOUBTS_BEFORE_NOUN",
    "ENGLISH",
    "FALSE",
    "FINITE_VERBS",
    "INSTITUTIONS",
    "NOT_ACT_NOUNS",
    "NOT_COUNTED",
    "PERSONS",
    "PREPOSITIONS",
    "ROLES",
    "STANCES",
    "STOP_WORDS",
    "THINGS",
    "VAGUE_SPEAKERS",
    "word_set",
]


# What happened to those counted ------------------------------------------------------------------------------------

_TO_DEATH = (
    r"(?:hack|beat(?:en)?|stab(?:b)?|ston(?:e)?|burn(?:t)?|crush|bludgeon|trampl(?:e)?|tortur(?:e)?|starv(?:e)?|fr[eo]ez(?:e)?"
    r"|frozen|froze|bled|chop(?:p)?|club(?:b)?|chok(?:e)?|knif(?:e)?|batter|thrash|clobber|lynch|kick|whip|shot|shoot|pelt|tear|torn)(?:ed|d|ing|s)?"
    r"(?:(?:,| and) \w+(?:ed|en|ing))? to death"
)

ACT_STATES: tuple[tuple[Act, str], ...] = (
    (
        "killed",
        r"killed|slain|murdered|massacred|slaughtered|assassinated|lynched|martyred|dead|dies?|died|perish(?:ed)?|drown(?:ed)?"
        r"|shot dead|beaten dead|shot and killed|gunned down|mowed down|gunned|mown down",
    ),
    (
        "killed",
        rf"{_TO_DEATH}|(?:burned|burnt|buried) alive|electrocuted|strangled|liquidated|fatally \w+ed|fatally shot"
        r"|fatally(?=[.,;)]|$)",
    ),
    (
        "killed",
        r"(?:los[te]|g(?:a|i)ven?) (?:his|her|their) li(?:fe|ves)|found dead|confirmed dead|left dead|fatal"
        r"|succumb(?:ed|s)?(?= (?:to|at|later))",
    ),
    ("executed", r"executed|hanged(?! (?:him|her|them)sel)|beheaded|put to death|summarily shot|guillotined"),
    (
        "injured",
        r"injured|wounded|hurt|maimed|(?:sustain|suffer|receiv)(?:ed|s|ing) (?:\w+ ){0,3}(?:injur(?:y|ies)"
        r"|wounds)|hospitali[sz]ed",
    ),
    ("missing", r"missing|unaccounted for|disappear(?:ed)?|unaccounted|vanished"),
    (
        "detained",
        r"detained|arrested|imprisoned|jailed|rounded up|interned|captured|apprehended|locked up|taken into custody"
        r"|took (?:\w+ ){0,2}into custody",
    ),
    ("tortured", r"tortured"),
    (
        "displaced",
        r"displaced|uprooted|expelled|deported|driven out|fle[de]|fleeing|forced to flee|evacuated"
        r"|(?:forced|driven) from (?:their|the) (?:homes?|houses?|villages?|lands?|farms)|(?:left|made) homeless",
    ),
    (
        "attending",
        r"attend(?:ed)?|attending|gathered|rallied|marched|took part|taking part|participated|turned out"
        r"|demonstrated|protested",
    ),
    ("signing", r"signed|singed(?= (?:a|the|an) (?:statement|petition|letter|declaration|appeal))"),
    (
        "other",
        r"(?:re)?buried|reported buried|exhumed|unearthed|interred|raped|abducted|kidnapped|destroyed|burn(?:ed|t) down"
        r"|hostage|torched|neutrali[sz]ed|eliminated|shot",
    ),
)
"""Participles and adjectives that say what happened to the people named before them ("300 people were killed")."""

ACT_VERBS: tuple[tuple[Act, str], ...] = (
    (
        "killed",
        r"kill(?:ed|ing|s)?|murder(?:ed|ing|s)?|massacr(?:ed|ing|es?)|slaughter(?:ed|ing|s)?|assassinat(?:ed|ing|es?)"
        r"|lynch(?:ed|ing|es)?|gun(?:ned|ning|s)? down|mow(?:ed|ing|s)? down|sh(?:ot|oot|oots|ooting) (?:dead|to death)"
        r"|sh(?:ot|ooting) and kill(?:ed|ing)|liquidat(?:ed|ing)|slew|drown(?:ed|ing)|electrocut(?:ed|ing)"
        r"|strangl(?:ed|ing)",
    ),
    ("killed", rf"{_TO_DEATH}|claim(?:ed|ing|s)? the lives? of|(?:cost|costing|took|taking|taken) the lives? of"),
    ("executed", r"execut(?:ed|ing|es?)|hang(?:ed|ing|s)?|behead(?:ed|ing|s)?|put to death|putting to death"),
    ("injured", r"injur(?:ed|ing|es?)|wound(?:ed|ing|s)?|maim(?:ed|ing|s)?|hurt(?:ing)?"),
    (
        "detained",
        r"detain(?:ed|ing|s)?|arrest(?:ed|ing|s)?|imprison(?:ed|ing|s)?|jail(?:ed|ing|s)?|round(?:ed|ing) up"
        r"|captur(?:ed|ing|es?)|apprehend(?:ed|ing|s)?",
    ),
    ("tortured", r"tortur(?:ed|ing|es?)"),
    (
        "displaced",
        r"displac(?:ed|ing|es?)|expel(?:led|ling|s)?|deport(?:ed|ing|s)?|uproot(?:ed|ing)|drove out|evacuat(?:ed|ing)",
    ),
    ("attending", r"attended by"),
    ("signing", r"signed by"),
    (
        "other",
        r"exhum(?:ed|ing)|buried|bur(?:ying|ies|y)|unearth(?:ed|ing)|rap(?:ed|ing)|abduct(?:ed|ing|s)?|kidnap(?:ped|ping|s)?"
        r"|destroy(?:ed|ing|s)?|burn(?:ed|t|ing)? down|torch(?:ed|ing)|neutrali[sz](?:ed|ing|es?)|eliminat(?:ed"
        r"|ing)|shot",
    ),
)
"""Verbs whose object is counted ("killing over 300")."""

ACT_NOUNS: tuple[tuple[Act, Unit, str], ...] = (
    ("killed", "persons", r"deaths?|fatalit(?:y|ies)|killings?|murders?|dead|slaughter|lives"),
    ("executed", "persons", r"executions?|hangings?"),
    ("injured", "persons", r"injur(?:y|ies)|wounded|injured"),
    ("missing", "persons", r"disappearances?|missing|disappeared"),
    ("detained", "persons", r"detentions?|arrests?|detainees?"),
    ("tortured", "persons", r"torture"),
    ("displaced", "persons", r"displacement|expulsions?|deportations?|refugees?|displaced"),
    ("signing", "persons", r"signator(?:y|ies)|signatures?|signers?"),
    ("attending", "persons", r"attendees|participants"),
    ("killed", "incidents", r"massacres?"),
    ("other", "persons", r"casualt(?:y|ies)|bod(?:y|ies)|corpses?|remains|skeletons?"),
    ("other", "incidents", r"attacks?|raids?|bombings?|air ?strikes?|clashes|ambushes"),
)
"""Nouns that say what happened by themselves ("300 deaths", "the killing of 300"). Bodies are not persons killed."""

NOT_ACT_NOUNS = r"deaths? (?:threats?|sentences?|penalt(?:y|ies)|squads?|certificates?|row|camps?)"
"""Compounds of such a noun that say nothing of the kind."""

COMPOUND_ACTS = (
    r"(?:killed|dead|died|deaths)(?: people)?,?(?: or| and|/| and/or),? (?:(?:were |are |went |presumed |are still )?)"
    r"(?:missing|injured|wounded|disappeared|injuries)|(?:injured|wounded|missing|detained),? (?:or"
    r"|and) (?:killed|dead)|casualt(?:y|ies)"
    r"|killed, (?:wounded|injured|missing)(?:,? (?:or|and) \w+)?|kill(?:ing|s|ed)? (?:or|and) (?:wound"
    r"|injur)(?:ing|ed|s|es)"
)
"""Wordings that count several acts together: wider than each of them, and equal to none."""

AUXILIARIES = word_set(
    """have has had may might could can would will shall should must be been being was were is are am did do does not
    never no also already still now then later ever all both either reportedly allegedly apparently presumably
    probably possibly perhaps likely certainly summarily brutally illegally forcibly extrajudicially secretly
    publicly recently since believed feared said expected thought known presumed reported estimated confirmed
    suspected counted listed considered found left went got became remain remained to who that which as themselves
    only just being gets get getting instead
    """
)
"""Words that may stand between those counted and what happened to them."""

PREPOSITIONS = word_set(
    """in at on from near across with during within around inside outside between since throughout among under by after
    before for into over along behind belonging living aged there elsewhere
    """
)

STOP_WORDS = word_set("while when because but if than so whereas although though where whose why how following calling")

DOUBTS_BEFORE_NOUN = word_set("suspected alleged presumed confirmed believed reported known estimated")
"""Auxiliaries that may also stand before the noun ("six suspected militants")."""

FINITE_VERBS = word_set(
    """met saw went came took gave fought began wrote ran spoke stood sat won visited lived worked walked returned
    watched heard told asked said knew wanted tried became remain demanded joined blamed called attacked stormed raided
    opened carried crossed entered survived escaped witnessed saw reached
    """
)
"""Verbs that make those counted do something else, unless an auxiliary goes before."""

DETERMINERS = word_set("the a an its his her their our these those this such")

# Bounds of a figure ------------------------------------------------------------------------------------------------

_NUMBERED = (
    r"articles?|sections?|chapters?|paragraphs?|pages?|pp?\.|flights?|boeing|resolutions?|routes?|highways?|rooms?"
    r"|version|protocol|isbn|decree|act no\.|clauses?|annex|appendix|footnote|channel|gate|platform|lot"
)
_CURRENCIES = r"usd|eur|gbp|chf|inr|pkr|us ?\$|rs\.?|euros?|dollars?|pounds sterling"
_FEW_ONES = r"one|two|three|four|five|six|seven|eight|nine|ten"

BOUNDS = BoundWords(
    low=r"at ?least|at the very least|at (?:a |the )?minimum|no fewer than|not fewer than|no less than|not less than"
    r"|(?:an? )?(?:absolute )?minimum(?: of)?|a low of|as few as|a good|≥|>=",
    low_open=r"more than|greater than|higher than|in excess of|upwards? of|exceed(?:s|ed|ing)?|surpass(?:es|ed|ing)?"
    r"|over|above|beyond|north of|topp(?:ed|ing)|tops?|past|pass(?:es|ed|ing)?|>",
    high=r"up to(?: as many as)?|as many as|as much as|as high as|at (?:the (?:very )?)?most|no more than|not more than"
    r"|no higher than|not exceeding|(?:an? )?maximum(?: of)?|a high of|≤|<=",
    high_open=r"fewer than|less than|lower than|under|below|south of|<",
    nearly=r"(?:very )?nearly|almost(?! exactly)|approaching|nearing|just under|just below|an? little under"
    r"|slightly (?:under|below|fewer than|less than)|just (?:short|shy) of|(?:a little )?(?:short|shy) of|not quite",
    about=r"about|around|approximately|roughly|some|an estimated|estimated at|circa|ca?\.|close to|close on"
    r"|in the (?:region|neighbou?rhood|vicinity) of|somewhere (?:around|near)|[oi]n the order of|of the order of"
    r"|~|≈|perhaps|possibly|probably|maybe|almost exactly|an? (?:provisional|reported|rough|total)",
    degree=r"well|far|just(?! (?:under|below|short|shy))|an? little(?! (?:under|short|shy))|slightly(?! (?:under|below"
    r"|fewer|less))|somewhat|significantly|considerably|substantially|perhaps|possibly|probably|even|much",
    filler=r"(?:a |the )?total of|what is believed to be|a further|an additional|another",
    after_low=r"or (?:even )?(?:more(?! than)|higher)|and (?:more(?! than)|upwards?|above)|or above"
    r"|if not (?:many )?more|upwards?\b"
    r"|(?:and )?(?:possibly|probably|perhaps|maybe) (?:many |even |far )?more|and (?:counting|rising|climbing)"
    r"|at (?:the )?(?:very )?least|\+|-plus\b",
    after_high=r"or (?:fewer|less|lower|under|below)|at (?:the )?(?:very )?most",
    after_about=r"or so\b|or thereabouts|give or take a few|-odd\b",
    between=r"between",
    between_and=r"and|to",
    from_=r"from(?: a low of)?|ranging from|ranges? from",
    to=r"to|up to|through",
    or_=r"or(?: even)?",
    joins_high=r"(?:(?:and|but|or|to|if not)\s+)?(?:perhaps|possibly|maybe|probably)?",
    interval=r"ci|cri|confidence interval|credible interval|interval|uncertainty interval|range|ranging",
    plus_minus=r"±|\+/-|plus or minus|give or take",
    not_before=rf"(?:(?<!\w)|(?=[$£€§#]))(?:(?:{_NUMBERED})\s*(?:[0-9]+(?:\([0-9a-z]+\))?(?:\s*(?:,|and|or|to|-|–)\s*)?)*\(?"
    rf"|nos?\.\s*|[$£€]\s*|(?:{_CURRENCIES})\s*|(?:aged?|ages)\s+(?:between\s+)?|§\s*|#"
    rf"|(?:[0-9]+|{_FEW_ONES}) (?:in|out of)(?: every)?\s*|per\s+)",
    labels=r"\b(?:Numbers?|Counts?|Charges?|Exhibit|Witness|Phase|Level|Grade|Category"
    r"|Stage|Group|Cell|Hut|Site|Case|Figure|Table|Unit|Update|Order|Law|Issue|Volume|Camp|Block|Group of"
    r"|Division|Brigade"
    r"|District|Ward|Sector|Zone|Area|Municipality)[\s-]*",
    not_after=rf"\s+too (?:many|few)\b"
    rf"|\s*(?:%|per ?cent\b|percentage\b|per\s+[0-9a-z]"
    rf"|in (?:every )?(?:(?![12][0-9]{{3}}\b)[0-9]+|{_FEW_ONES}|a hundred)\b"
    r"|of (?:the|these|those|its|his|her|their|our) most\b|[°′″]|[-–]?year|[-‐](?!odd\b|plus\b|strong\b)[^\W\d_]"
    r"|[\s-]+(?:half|halves|thirds?|quarters?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?)\b"
    r"|[\s-]?(?:km|kilomet(?:re|er)s?|met(?:re|er)s?|miles?|feet|foot|inch(?:es)?|tonnes?|tons?|kg|kilos?|kilograms?"
    r"|grams?|hectares?|acres?|lit(?:re|er)s?|barrels?|gallons?|mm|cm|degrees|dollars?|euros?|pounds?|francs?|rupees?"
    r"|rials?|dinars?|roubles?|rubles?|lira|cents|taka|megawatts?)\b|\s*[-–]\s*0[0-9])",
    changes=r"\b(?:r[io]ses?|rising|risen|rais\w+|lowering|cutting|reducing|revising|bring\w*|tak\w+|push\w*|climb\w*|increas\w+|jump\w*|gr[eo]w\w*|fell|fallen|dropped|revised|corrected|lowered|raised"
    r"|cut|reduced|amended|updated|up|down|downwards?|upwards?)\b[^.;]{0,60}$",
    told_apart=r"(?:(?<!\w)|(?=\W))(?:(?:^|[.;:])\s*\([0-9]{1,2}\)(?=\s+[^\W\d_])"
    r"|(?:\+|\b(?:call|phone|tel|telephone|hotline|dial)\b[^.;0-9]{0,20})[0-9][0-9 ()-]{5,}"
    r"|\b(?:won|lost|drew|beat|beaten|defeated|scored?|led|leading|trailing)\b[^.;:]{0,25}?\s[0-9]{1,2}[-–:][0-9]{1,2}(?![\w,])"
    r"|(?<![\w,.])[0-9]{1,2}[-–][0-9]{1,2}\s+(?:draw|defeat|victory|win|loss)\b)",
)

# Who or what is counted --------------------------------------------------------------------------------------------

PERSONS = word_set(
    """people persons person individuals individual men man women woman children child boys boy girls girl infants
    babies minors youths teenagers adults males females civilians civilian non-combatants noncombatants combatants
    soldiers soldier troops fighters fighter militants militiamen rebels insurgents guerrillas gunmen policemen
    officers officer police guards prisoners prisoner detainees detainee inmates captives hostages hostage members
    member supporters supporter sympathizers sympathisers sympathizer activists activist dissidents opponents
    followers demonstrators demonstrator protesters protester protestors marchers students student pupils teachers
    teacher doctors nurses medics journalists journalist reporters lawyers workers worker farmers farmer peasants
    villagers villager residents resident inhabitants citizens citizen nationals foreigners refugees refugee
    migrants exiles returnees passengers patients victims victim survivors relatives family fathers mothers
    sons daughters brothers sisters husbands wives parents elders believers worshippers pilgrims monks priests
    clerics imams nuns staff employees officials leaders politicians deputies lawmakers parliamentarians legislators
    delegates mps meps senators ministers dignitaries representatives signatories delegates participants attendees
    visitors spectators bystanders passers-by others suspects offenders convicts conscripts recruits volunteers crew
    sailors pilots drivers aid-workers peacekeepers youth personnel cadres cadre extremists terrorists insurgent
    militant rebel fishermen miners mourners shoppers motorists commuters tourists gunman policeman policewoman
    constables constable commandos commando rangers ranger troopers jawans servicemen paramilitaries traders trader
    shopkeepers shopkeeper labourers labourer laborers builders engineers engineer judges judge lawyer journalist
    driver guard priest monk nun imam cleric nurse doctor bombers bomber attackers attacker
    assailants assailant robbers robber smugglers bandits criminals herders herder shepherds shepherd tribesmen
    tribesman elder leader commander commanders chief mayor official candidate candidates voters
    toddlers toddler teenager teen pensioners grandmother brother sister son daughter father mother husband wife
    cousins nephew niece uncle aunt baby infant passenger pedestrian pedestrians
    cyclist motorcyclist motorcyclists biker suspect protestor pilgrim worshipper deputy lawmaker senator minister
    councillor councillors conscript recruit reservist reservists sergeant captain colonel lieutenant
    inspector inspectors sub-inspector guerrilla seamen seaman sailor pilot migrant believer bystander devotees
    devotee operatives operative separatists separatist jihadists jihadist loyalists loyalist deserters
    """
)

THINGS: tuple[tuple[Unit, str], ...] = (
    (
        "incidents",
        r"massacres?|incidents?|attacks?|raids?|bombings?|air ?strikes?|strikes?|clashes|events?|explosions?",
    ),
    ("records", r"records?|entries|names|cases|testimonies|interviews|files|reports?"),
    ("objects", r"houses?|homes?|villages?|buildings?|mosques?|churches|schools?|hospitals?|vehicles?|tanks?"),
)
"""What else can be counted, by unit."""

NOT_COUNTED = word_set(
    """year years month months week weeks day days hour hours minute minutes second seconds decade decades century
    centuries night nights morning time times percent per cent kilometre kilometres kilometer kilometers km mile
    miles metre metres meter meters feet tonne tonnes ton tons kilogram kilograms kg hectares acres degrees degree
    litres barrels dollars dollar euros euro pounds pound marks francs rials dinars roubles rubles lira cents vote
    votes points point seats seat pages page chapters articles sites site graves grave sheep cattle goats cows
    horses animals dogs birds households household families couples copies issues questions steps phases rounds
    calibre mm cm o'clock am pm district districts province provinces region regions governorates counties countries
    states cities towns areas sides fronts locations languages
    """
)
"""Heads of a number that is no claim about a violation."""

# Who speaks --------------------------------------------------------------------------------------------------------

VAGUE_SPEAKERS = word_set(
    """officials sources source witnesses eyewitnesses observers activists analysts experts critics opponents residents
    survivors relatives villagers doctors medics diplomats media reports rumours rumors accounts commentators
    insiders locals people others some many rebels insurgents militants guerrillas fighters soldiers troops
    several newspapers journalists reporters organisations organizations
    groups researchers investigators historians estimates lawyers refugees agencies governments leaders spokesmen
    statement statements figures lawmakers politicians
    """
)
"""Plural or shapeless speakers: nobody can be asked what they said."""

DOCUMENT_NOUNS = word_set(
    """report reports statement memorandum survey study document list database book article tally count toll data
    figure estimate analysis investigation inquiry
    """
)
"""Documents: named when their author or title is, vague otherwise ("the report said")."""

INSTITUTIONS = word_set(
    """government ministry army police military navy court tribunal commission committee council agency parliament
    opposition embassy office bureau department party union organisation organization group institute centre center
    hospital prosecutor president minister premier chancellor king queen governor mayor ambassador general colonel
    commander chief director head chairman chairwoman chair secretary judge spokesman spokeswoman spokesperson
    pathologist ombudsman rapporteur envoy coroner authority authorities administration regime newspaper network
    federation movement front brigade church city militia resistance insurgency faction corps guard association
    alliance coalition foundation league society watchdog observatory monitor secretariat mission council judiciary
    """
)
"""Singular institutions and offices: named when definite ("the ministry"), vague when not ("an official")."""

ROLES = INSTITUTIONS | word_set(
    """deputy official officer member author authors epidemiologist epidemiologists researcher professor lawyer leader
    founder adviser advisor historian statistician expert analyst correspondent doctor activist witness survivor
    journalist editor team organisation body charity campaigner delegate representative senator mp
    """
)
"""Nouns that can head the words between commas after a name ("A. B., a minister, said")."""

STANCES: tuple[tuple[Stance, str], ...] = (
    ("denies", r"den(?:y|ies|ied|ying)|reject(?:ed|s)|dismiss(?:ed|es)|disput(?:ed|es)|contest(?:ed|s)"),
    ("denies", r"challeng(?:ed|es)"),
    ("doubts", r"doubt(?:ed|s)|question(?:ed|s)"),
    ("corrects", r"correct(?:ed|s)|revised"),
    ("reports", r"cit(?:ed|es|ing)|quot(?:ed|es|ing)|repeated"),
)
"""What a speech verb does with the figure; every other one states it."""

FALSE = (
    r"false|untrue|fabricat\w+|invent(?:ed|ion)|lies?|baseless|nonsense|unfounded|myths?|not true|incorrect|propaganda"
    r"|wrong|mistaken|inaccurate|erroneous|hoax"
)
"""Words that call a whole claim untrue."""

ENGLISH = Language(
    code="en",
    name="English",
    reading="full",
    numbers=number_words.ENGLISH,
    bounds=BOUNDS,
    violations=ViolationWords(ACT_STATES, ACT_NOUNS, COMPOUND_ACTS, THINGS, NOT_COUNTED),
)
