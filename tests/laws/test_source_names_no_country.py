"""`src/` names no country: no name, demonym, language, code, neighbour or capital, in text or in file names.

What is particular to a country belongs into its pack. English words that are also names (turkey, chad, jordan,
georgia, mali, oman, nice, lima, polish, guinea, niger, greek, latin) are left out of the lists.
"""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src"

# Names, demonyms, languages, capitals, border regions and institutions around the pack's own country.
NEAR = """
korea korean koreans dprk rok hangul joseon chosun hanguk juche songbun hanawon pyongyang seoul busan incheon
ryanggang hamgyong hamgyeong hyesan sinuiju musan hoeryong onsong yalu tumen amnok panmunjom kaesong
china chinese prc beijing peking shanghai manchuria yanbian dandong yanji changbai jilin liaoning heilongjiang shenyang
mandarin cantonese renminbi yuan russia russian russians moscow vladivostok khabarovsk siberia ruble mongolia mongolian
ulaanbaatar japan japanese tokyo yen taiwan taipei thailand thai bangkok laos lao laotian vientiane vietnam vietnamese
hanoi myanmar burma burmese cambodia cambodian phnom malaysia malaysian indonesia philippines singapore
unikorea nkdb tjwg ohchr kinu ipus kolas yonhap
""".split()

WORLD = """
afghanistan afghan albania algeria algerian andorra angola argentina argentine armenia armenian australia australian
austria austrian azerbaijan bahamas bahrain bangladesh bangladeshi barbados belarus belarusian belgium belgian belize
benin bhutan bolivia bolivian bosnia botswana brazil brazilian brunei bulgaria bulgarian burundi cameroon canada canadian
chile chilean colombia colombian comoros congo congolese croatia croatian cuba cuban cyprus cypriot czech czechia denmark
djibouti ecuador egypt egyptian eritrea eritrean estonia estonian eswatini ethiopia ethiopian fiji finland france french
gabon gambia germany german germans ghana ghanaian greece guatemala guyana haiti haitian honduras hungary hungarian
iceland india indian iran iranian iraq iraqi ireland irish israel israeli italy italian jamaica kazakhstan kazakh kenya
kenyan kiribati kosovo kuwait kuwaiti kyrgyzstan latvia latvian lebanon lebanese lesotho liberia libya libyan
liechtenstein lithuania lithuanian luxembourg madagascar malawi maldives malta maltese mauritania mauritius mexico
mexican moldova monaco montenegro morocco moroccan mozambique namibia nauru nepal nepali nepalese netherlands nicaragua
nigeria nigerian norway norwegian pakistan pakistani palau palestine palestinian panama paraguay peru peruvian poland
portugal portuguese qatar qatari romania romanian rwanda rwandan samoa senegal serbia serbian seychelles slovakia
slovenia somalia somali spain spanish sudan sudanese suriname sweden swedish switzerland syria syrian tajikistan tanzania
togo tonga tunisia tunisian turkmenistan tuvalu uganda ugandan ukraine ukrainian uruguay uzbekistan vanuatu venezuela
venezuelan yemen yemeni zambia zimbabwe american americans british
kabul algiers luanda canberra vienna baku dhaka minsk brussels sarajevo brasilia ottawa bogota havana prague copenhagen
cairo asmara tallinn helsinki paris berlin accra athens budapest reykjavik delhi jakarta tehran baghdad dublin jerusalem
rome nairobi pristina bishkek riga beirut tripoli vilnius rabat kathmandu amsterdam managua abuja oslo islamabad warsaw
lisbon doha bucharest kigali riyadh dakar belgrade ljubljana mogadishu madrid khartoum stockholm bern damascus dushanbe
tunis ankara ashgabat kampala kyiv kiev london montevideo tashkent caracas sanaa harare washington
""".split()

SEVERAL_WORDS = [
    "north korea", "south korea", "hong kong", "united states", "united kingdom", "saudi arabia", "sri lanka",
    "new zealand", "south africa", "costa rica", "el salvador", "sierra leone", "burkina faso", "cabo verde",
    "ivory coast", "ministry of unification", "labour camp no",
]  # fmt: skip

# Codes count only in capitals and as whole words; those that are also words or units of measure are left out.
CODES = """
KP KR CN RU JP MN TH VN PRK KOR CHN RUS JPN MNG THA LAO VNM MMR KHM TWN USA GBR DEU FRA IND PAK BGD IRN IRQ SYR AFG ERI
CUB VEN UKR BLR TUR EGY SDN SSD ETH SOM YEM LBY TUN DZA NGA SEN MEX GTM HND SLV NIC HKG
""".split()

HIDDEN = re.compile(r"/(?:__pycache__|\.[a-z_]+)/")  # what tools leave behind is not source
PROSE = re.compile(r"[^\W\d_]+")


def country_names(text: str) -> set[str]:
    """Return every name of a country, or of what gives one away, in a text, an identifier or a path."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)  # camelCase holds words too
    words = PROSE.findall(apart)
    lowered = [word.lower() for word in words]
    found = set(lowered) & {*NEAR, *WORLD}
    found |= {word for word in words if word in CODES}
    running = f" {' '.join(lowered)} "
    return found | {name for name in SEVERAL_WORDS if f" {name} " in running}


FILES = [
    path
    for path in sorted(SOURCE.rglob("*"))
    if path.is_file() and not HIDDEN.search(f"/{path.relative_to(SOURCE)}")
]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_source_names_no_country(path: Path) -> None:
    assert country_names(path.read_text(encoding="utf-8", errors="replace")) == set()
    assert country_names(str(path.relative_to(SOURCE))) == set()


@pytest.mark.parametrize(
    "text",
    [
        "north_korea",
        "class ThaiEntries:",
        "countries/PRK.toml",
        "# Beijing's policing",
        "Sri_Lanka",
        "russian_sites",
    ],
)
def test_a_country_is_noticed_in_every_spelling(text: str) -> None:
    assert country_names(text)


@pytest.mark.parametrize(
    "text",
    [
        "a nice polish of the male share",
        "cn = count_now()",
        "thaw, chink, laosy",
        "jordan canonical form",
        "per month",
    ],
)
def test_an_english_word_is_no_country(text: str) -> None:
    assert country_names(text) == set()
