"""The words of the English grammar, as data: what each word means, and no rule.

Each table maps or lists words; the modules beside this one hold the rules that read them. Entries are regular
expressions only where a word has several forms. A word that is not here is not read: that is the safe side.
"""

from __future__ import annotations

from accounted.model.claims import Act, Stance, Unit

__all__ = [
    "ACT_NOUNS",
    "ACT_STATES",
    "ACT_VERBS",
    "AUXILIARIES",
    "COMPOUND_ACTS",
    "DETERMINERS",
    "DOCUMENT_NOUNS",
    "INSTITUTIONS",
    "NOT_COUNTED",
    "PERSONS",
    "PREPOSITIONS",
    "ROLES",
    "SPEECH",
    "STANCES",
    "STOP_WORDS",
    "THINGS",
    "VAGUE_SPEAKERS",
    "word_set",
]


def word_set(text: str) -> frozenset[str]:
    """Read a table of words separated by white space.

    >>> sorted(word_set("a b"))
    ['a', 'b']
    """
    return frozenset(text.split())


# What happened to those counted ------------------------------------------------------------------------------------

ACT_STATES: tuple[tuple[Act, str], ...] = (
    ("killed", r"killed|slain|murdered|massacred|slaughtered|assassinated|lynched|dead|died|perished|shot dead"),
    ("killed", r"lost their lives|found dead|confirmed dead|left dead"),
    ("executed", r"executed|hanged|beheaded|put to death|summarily shot"),
    ("injured", r"injured|wounded|hurt|maimed"),
    ("missing", r"missing|unaccounted for|disappeared|unaccounted"),
    ("detained", r"detained|arrested|imprisoned|jailed|rounded up|interned"),
    ("tortured", r"tortured"),
    ("displaced", r"displaced|uprooted|expelled|deported|driven out|fled|forced to flee|forced from their homes"),
    ("attending", r"attended|attending|gathered|rallied|took part|participated|turned out"),
    ("signing", r"signed|singed(?= (?:a|the|an) (?:statement|petition|letter|declaration|appeal))"),
    (
        "other",
        r"(?:re)?buried|reported buried|exhumed|unearthed|interred|raped|abducted|kidnapped|destroyed|burned down",
    ),
)
"""Participles and adjectives that say what happened to the people named before them ("300 people were killed")."""

ACT_VERBS: tuple[tuple[Act, str], ...] = (
    (
        "killed",
        r"kill(?:ed|ing|s)?|murder(?:ed|ing|s)?|massacr(?:ed|ing|es)|slaughter(?:ed|ing|s)|assassinat(?:ed|ing)",
    ),
    ("killed", r"shot dead|claim(?:ed|ing|s)? the lives of|cost the lives of"),
    ("executed", r"execut(?:ed|ing|es?)|hang(?:ed|ing|s)|behead(?:ed|ing|s)|put to death"),
    ("injured", r"injur(?:ed|ing|es?)|wound(?:ed|ing|s)|maim(?:ed|ing)"),
    ("detained", r"detain(?:ed|ing|s)?|arrest(?:ed|ing|s)?|imprison(?:ed|ing|s)?|jail(?:ed|ing|s)?|rounded up"),
    ("tortured", r"tortur(?:ed|ing|es?)"),
    ("displaced", r"displac(?:ed|ing|es?)|expel(?:led|ling|s)?|deport(?:ed|ing|s)?|uproot(?:ed|ing)|drove out"),
    ("attending", r"attended by"),
    ("signing", r"signed by"),
    ("other", r"exhum(?:ed|ing)|buried|unearth(?:ed|ing)|rap(?:ed|ing)|abduct(?:ed|ing)|kidnapp(?:ed|ing)"),
    ("other", r"destroy(?:ed|ing)|burn(?:ed|ing) down"),
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
)
"""Nouns that say what happened by themselves ("300 deaths", "the killing of 300"). Bodies are not persons killed."""

COMPOUND_ACTS = (
    r"(?:killed|dead|died)(?: people)?(?: or| and|/| and/or),? (?:(?:were |are |went |presumed |are still )?)"
    r"(?:missing|injured|wounded|disappeared)|(?:injured|wounded|missing) (?:or|and) (?:killed|dead)|casualt(?:y|ies)"
)
"""Wordings that count several acts together: wider than each of them, and equal to none."""

AUXILIARIES = word_set(
    """have has had may might could can would will shall should must be been being was were is are am did do does not
    never no also already still now then later ever all both either reportedly allegedly apparently presumably
    probably possibly perhaps likely certainly summarily brutally illegally forcibly extrajudicially secretly
    publicly recently since believed feared said expected thought known presumed reported estimated confirmed
    suspected counted listed considered found left went got became remain remained to who that which as themselves
    only just
    """
)
"""Words that may stand between those counted and what happened to them."""

PREPOSITIONS = word_set(
    """in at on from near across with during within around inside outside between since throughout among under by after
    before for into over along behind belonging living aged there elsewhere
    """
)

STOP_WORDS = word_set("while when because but if than so whereas although though where following calling")

DETERMINERS = word_set("the a an its his her their our these those this such")

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
    migrants exiles returnees passengers patients victims victim survivors relatives families family fathers mothers
    sons daughters brothers sisters husbands wives parents elders believers worshippers pilgrims monks priests
    clerics imams nuns staff employees officials leaders politicians deputies lawmakers parliamentarians legislators
    delegates mps meps senators ministers dignitaries representatives signatories delegates participants attendees
    visitors spectators bystanders passers-by others suspects offenders convicts conscripts recruits volunteers crew
    sailors pilots drivers aid-workers peacekeepers
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
    horses animals dogs birds households household copies issues questions steps phases rounds calibre mm cm o'clock
    am pm
    """
)
"""Heads of a number that is no claim about a violation."""

# Who speaks --------------------------------------------------------------------------------------------------------

VAGUE_SPEAKERS = word_set(
    """officials sources source witnesses eyewitnesses observers activists analysts experts critics opponents residents
    survivors relatives villagers doctors medics diplomats media reports rumours rumors accounts commentators
    insiders locals people others some many several newspapers journalists reporters organisations organizations
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
    federation movement front brigade church city
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

SPEECH: tuple[tuple[str, str], ...] = (
    ("plain", r"said|says|say|stated|declared|announced|claimed|claims|claim|alleged|alleges|added|noted|wrote|writes"),
    ("plain", r"estimated|estimates|estimate|concluded|testified|insisted|maintained|confirmed|argued|acknowledged"),
    ("plain", r"admitted|asserted|believes|believed|believe|suggested|suggests|warned|complained|recalled|told"),
    ("plain", r"calculated|predicted|predicts|expected|expects|forecast|forecasts|asked|reported"),
    ("plain", r"accused|accuses|blamed|blames|charged"),
    ("figure", r"counted|documented|registered|recorded|listed|puts?|gave|gives|give|cited|cites|quoted|repeated"),
    (
        "that",
        r"states|reports|report|notes|shows|showed|show|finds|found|revealed|reveals|indicated|indicates|disclosed",
    ),
    (
        "against",
        r"denied|denies|deny|denying|rejected|rejects|dismissed|dismisses|disputed|disputes|contested|contests",
    ),
    ("against", r"doubted|doubts|questioned|questions|corrected|corrects|revised|challenged|challenges"),
)
"""Verbs of speech by what must follow: `plain` anything, `figure` the figure soon, `that` the word that."""

STANCES: tuple[tuple[Stance, str], ...] = (
    ("denies", r"den(?:y|ies|ied|ying)|reject(?:ed|s)|dismiss(?:ed|es)|disput(?:ed|es)|contest(?:ed|s)"),
    ("denies", r"challeng(?:ed|es)"),
    ("doubts", r"doubt(?:ed|s)|question(?:ed|s)"),
    ("corrects", r"correct(?:ed|s)|revised"),
    ("reports", r"cit(?:ed|es|ing)|quot(?:ed|es|ing)|repeated"),
)
"""What a speech verb does with the figure; every other one states it."""
