"""Countries with their capitals, the regions of the world they lie in, and some large regions within them.

Typed by us. Names and regions of countries as in the United Nations' "Standard country or area codes for statistical
use" (M49, https://unstats.un.org/unsd/methodology/m49/), with short forms in use; capitals as in the UN's list of
member states. An entry says where a name lies, and nothing about whose a territory is: pairs on which states disagree,
or which depend on the year, stand in `UNSETTLED` and are never decided by machine.
"""

from __future__ import annotations

__all__ = ["AMBIGUOUS", "COUNTRIES", "REGIONS", "UNSETTLED", "WORLD_REGIONS"]

WORLD_REGIONS = {
    "Africa": "Northern Africa, Sub-Saharan Africa",
    "Sub-Saharan Africa": "Eastern Africa, Middle Africa, Southern Africa, Western Africa",
    "Americas": "Latin America, Northern America",
    "Latin America": "Caribbean, Central America, South America",
    "Asia": "Central Asia, Eastern Asia, South-eastern Asia, Southern Asia, Western Asia",
    "Europe": "Eastern Europe, Northern Europe, Southern Europe, Western Europe",
    "Oceania": "Australia and New Zealand, Melanesia, Micronesia, Polynesia",
}
"""Larger regions of the world and what lies in them (M49)."""

COUNTRIES = {
    "Northern Africa": (
        "Algeria: Algiers; Egypt: Cairo; Libya: Tripoli; Morocco: Rabat; Sudan: Khartoum; Tunisia: Tunis; "
        "Western Sahara"
    ),
    "Eastern Africa": (
        "Burundi: Gitega; Comoros: Moroni; Djibouti; Eritrea: Asmara; Ethiopia: Addis Ababa; Kenya: Nairobi; "
        "Madagascar: Antananarivo; Malawi: Lilongwe; Mauritius: Port Louis; Mozambique: Maputo; Rwanda: Kigali; "
        "Seychelles: Victoria; Somalia: Mogadishu; South Sudan: Juba; Uganda: Kampala; "
        "United Republic of Tanzania = Tanzania: Dodoma; Zambia: Lusaka; Zimbabwe: Harare"
    ),
    "Middle Africa": (
        "Angola: Luanda; Cameroon: Yaoundé; Central African Republic = CAR: Bangui; Chad: N’Djamena; "
        "Republic of the Congo = Congo-Brazzaville: Brazzaville; "
        "Democratic Republic of the Congo = DR Congo = DRC = Congo-Kinshasa: Kinshasa; Equatorial Guinea: Malabo; "
        "Gabon: Libreville; Sao Tome and Principe"
    ),
    "Southern Africa": (
        "Botswana: Gaborone; Eswatini = Swaziland: Mbabane; Lesotho: Maseru; Namibia: Windhoek; South Africa: Pretoria"
    ),
    "Western Africa": (
        "Benin: Porto-Novo; Burkina Faso: Ouagadougou; Cabo Verde = Cape Verde: Praia; "
        "Côte d’Ivoire = Ivory Coast: Yamoussoukro; Gambia = The Gambia: Banjul; Ghana: Accra; Guinea: Conakry; "
        "Guinea-Bissau: Bissau; Liberia: Monrovia; Mali: Bamako; Mauritania: Nouakchott; Niger: Niamey; "
        "Nigeria: Abuja; "
        "Senegal: Dakar; Sierra Leone: Freetown; Togo: Lomé"
    ),
    "Caribbean": (
        "Antigua and Barbuda; Bahamas: Nassau; Barbados: Bridgetown; Cuba: Havana; Dominica: Roseau; "
        "Dominican Republic: Santo Domingo; Grenada: Saint George’s; Haiti: Port-au-Prince; Jamaica: Kingston; "
        "Saint Kitts and Nevis: Basseterre; Saint Lucia: Castries; Saint Vincent and the Grenadines: Kingstown; "
        "Trinidad and Tobago: Port of Spain; Puerto Rico"
    ),
    "Central America": (
        "Belize: Belmopan; Costa Rica; El Salvador: San Salvador; Guatemala: Guatemala City; Honduras: Tegucigalpa; "
        "Mexico: Mexico City; Nicaragua: Managua; Panama: Panama City"
    ),
    "South America": (
        "Argentina: Buenos Aires; Bolivia = Plurinational State of Bolivia: La Paz; Brazil: Brasília; Chile: Santiago; "
        "Colombia: Bogotá; Ecuador: Quito; Guyana: Georgetown; Paraguay: Asunción; Peru: Lima; Suriname: Paramaribo; "
        "Uruguay: Montevideo; Venezuela = Bolivarian Republic of Venezuela: Caracas"
    ),
    "Northern America": (
        "Canada: Ottawa; Greenland: Nuuk; United States of America = United States = USA = US = U.S.: Washington"
    ),
    "Central Asia": (
        "Kazakhstan: Astana; Kyrgyzstan: Bishkek; Tajikistan: Dushanbe; Turkmenistan: Ashgabat; Uzbekistan: Tashkent"
    ),
    "Eastern Asia": (
        "China: Beijing; Hong Kong; Japan: Tokyo; Macao = Macau; Mongolia: Ulaanbaatar; Taiwan: Taipei; "
        "Democratic People’s Republic of Korea = North Korea = DPRK: Pyongyang; Republic of Korea = South Korea: Seoul"
    ),
    "South-eastern Asia": (
        "Brunei Darussalam = Brunei; Cambodia: Phnom Penh; Indonesia: Jakarta; "
        "Laos = Lao People’s Democratic Republic: Vientiane; Malaysia: Kuala Lumpur; Myanmar = Burma: Naypyidaw; "
        "Philippines: Manila; Singapore; "
        "Thailand: Bangkok; Timor-Leste = East Timor: Dili; Viet Nam = Vietnam: Hanoi"
    ),
    "Southern Asia": (
        "Afghanistan: Kabul; Bangladesh: Dhaka; Bhutan: Thimphu; India: New Delhi; Iran = Islamic Republic of Iran: "
        "Tehran; Maldives: Malé; Nepal: Kathmandu; Pakistan: Islamabad; Sri Lanka: Colombo"
    ),
    "Western Asia": (
        "Armenia: Yerevan; Azerbaijan: Baku; Bahrain: Manama; Cyprus: Nicosia; Georgia: Tbilisi; Iraq: Baghdad; "
        "Israel; "
        "Jordan: Amman; Kuwait: Kuwait City; Lebanon: Beirut; Oman: Muscat; Qatar: Doha; Saudi Arabia: Riyadh; "
        "State of Palestine = Palestine = Occupied Palestinian Territory; Syrian Arab Republic = Syria: Damascus; "
        "Türkiye = Turkey: Ankara; United Arab Emirates = UAE: Abu Dhabi; Yemen: Sanaa"
    ),
    "Eastern Europe": (
        "Belarus: Minsk; Bulgaria: Sofia; Czechia = Czech Republic: Prague; Hungary: Budapest; Poland: Warsaw; "
        "Republic of Moldova = Moldova: Chișinău; Romania: Bucharest; Russian Federation = Russia: Moscow; "
        "Slovakia: Bratislava; Ukraine: Kyiv"
    ),
    "Northern Europe": (
        "Denmark: Copenhagen; Estonia: Tallinn; Finland: Helsinki; Iceland: Reykjavík; Republic of Ireland: Dublin; "
        "Latvia: Riga; Lithuania: Vilnius; Norway: Oslo; Sweden: Stockholm; "
        "United Kingdom = UK = U.K. = Great Britain: London"
    ),
    "Southern Europe": (
        "Albania: Tirana; Andorra: Andorra la Vella; Bosnia and Herzegovina = Bosnia: Sarajevo; Croatia: Zagreb; "
        "Greece: Athens; Holy See = Vatican; Italy: Rome; Kosovo: Pristina; Malta: Valletta; Montenegro: Podgorica; "
        "North Macedonia: Skopje; Portugal: Lisbon; San Marino; Serbia: Belgrade; Slovenia: Ljubljana; Spain: Madrid"
    ),
    "Western Europe": (
        "Austria: Vienna; Belgium: Brussels; France: Paris; Germany: Berlin; Liechtenstein: Vaduz; Luxembourg; Monaco; "
        "Netherlands = the Netherlands: Amsterdam; Switzerland: Bern"
    ),
    "Australia and New Zealand": "Australia: Canberra; New Zealand: Wellington",
    "Melanesia": (
        "Fiji: Suva; New Caledonia: Nouméa; Papua New Guinea: Port Moresby; Solomon Islands: Honiara; "
        "Vanuatu: Port Vila"
    ),
    "Micronesia": (
        "Kiribati: Tarawa; Marshall Islands: Majuro; Federated States of Micronesia: Palikir; Nauru: Yaren; "
        "Palau: Ngerulmud"
    ),
    "Polynesia": "Samoa: Apia; Tonga: Nuku’alofa; Tuvalu: Funafuti; French Polynesia: Papeete",
}
"""By region of the world: country, its other names after `=`, its capital after `:`."""

REGIONS = {
    "Afghanistan": "Helmand, Nangarhar, Kunduz",
    "Colombia": "Antioquia, Chocó, Cauca",
    "Democratic Republic of the Congo": "North Kivu, South Kivu, Ituri, Kasai, Katanga",
    "Ethiopia": "Tigray, Amhara, Oromia",
    "Guatemala": "El Quiché, Baja Verapaz, Alta Verapaz",
    "India": "Assam, Gujarat, Manipur, Nagaland",
    "Indonesia": "Aceh, Java, Sumatra, Sulawesi",
    "Iraq": "Anbar, Nineveh, Kurdistan Region of Iraq, Mosul, Basra, Fallujah",
    "Mexico": "Chiapas, Guerrero, Sinaloa, Tamaulipas",
    "Mozambique": "Cabo Delgado",
    "Myanmar": "Rakhine, Kachin, Sagaing, Kayah",
    "Nigeria": "Borno, Zamfara, Benue",
    "Peru": "Ayacucho, Huancavelica, Junín, Apurímac",
    "Philippines": "Mindanao, Luzon",
    "Russian Federation": "Chechnya, Dagestan, Ingushetia",
    "Spain": "Catalonia, Andalusia",
    "State of Palestine": "Gaza Strip, Gaza, West Bank",
    "Sudan": "Darfur, South Kordofan",
    "Syrian Arab Republic": "Aleppo, Idlib, Homs, Hama, Daraa, Raqqa",
    "Türkiye": "Diyarbakır, Istanbul",
    "Ukraine": "Kharkiv, Odesa, Mariupol, Bucha",
    "United Kingdom": "England, Scotland, Wales",
    "United States of America": "California, Florida, Illinois, Louisiana, New Jersey, New Mexico, New York, Texas",
}
"""By country: some of its large regions and cities that are often named alone."""

AMBIGUOUS = "Georgia, Congo, Macedonia, Ireland, Korea, Micronesia, Victoria, Kingston, Georgetown, Santiago, Guinea"
"""Names of several places: what lies elsewhere than one of them may lie in another one."""

UNSETTLED = {
    ("Kosovo", "Serbia"): "states disagree on whether Kosovo is a part of Serbia",
    ("Taiwan", "China"): "states disagree on the status of Taiwan",
    ("Western Sahara", "Morocco"): "states disagree on the status of Western Sahara",
    ("State of Palestine", "Israel"): "states disagree on the borders between them",
    ("Hong Kong", "China"): "Hong Kong is a special administrative region, and counted apart by M49",
    ("Macao", "China"): "Macao is a special administrative region, and counted apart by M49",
    ("South Sudan", "Sudan"): "until July 2011 Sudan included South Sudan",
    ("Eritrea", "Ethiopia"): "until May 1993 Eritrea was a part of Ethiopia",
    ("Timor-Leste", "Indonesia"): "until 1999 Timor-Leste was under Indonesian rule",
    ("Montenegro", "Serbia"): "until June 2006 both were in one state",
    ("Bangladesh", "Pakistan"): "until 1971 Bangladesh was a part of Pakistan",
    (
        "Puerto Rico",
        "United States of America",
    ): "Puerto Rico belongs to the United States and is counted apart by M49",
    ("Greenland", "Denmark"): "Greenland is a part of the Kingdom of Denmark, counted apart by M49",
    ("New Caledonia", "France"): "New Caledonia belongs to France and is counted apart by M49",
    ("French Polynesia", "France"): "French Polynesia belongs to France and is counted apart by M49",
}
"""Pairs that no machine decides, with the reason."""
