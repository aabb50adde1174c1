"""Names of drugs to suggest while one is typed, with the ATC codes they may hold.

The codes are facts of the WHO ATC/DDD list as of 25 April 2026 (read at github.com/fabkury/atcd), for the
drugs most often named in reports of DRESS; being in this table says nothing about a drug's part in a case.
Several drugs hold many codes, one a route or use, so a code is only ever suggested: one that holds for some
use only says for which, and waits for the clinician. Vancomycin by mouth is A07AA09, not J01XA01.
"""

from dataclasses import dataclass

INTO_A_VEIN, BY_MOUTH, SYSTEMIC = "into a vein", "by mouth", "systemic use"


@dataclass(frozen=True, slots=True)
class KnownName:
    """One name with one code; `use` is the use that the code holds for, blank where it is the only one."""

    name: str
    atc: str
    use: str = ""


KNOWN_NAMES = tuple(
    KnownName(*row)
    for row in (
        ("abacavir", "J05AF06"),
        ("acetaminophen", "N02BE01"),
        ("allopurinol", "M04AA01"),
        ("amoxicillin", "J01CA04"),
        ("amoxicillin-clavulanate", "J01CR02"),
        ("ampicillin", "J01CA01"),
        ("anakinra", "L04AC03"),
        ("boceprevir", "J05AP03"),
        ("bosentan", "C02KX01"),
        ("canakinumab", "L04AC08"),
        ("carbamazepine", "N03AF01"),
        ("cefazolin", "J01DB04"),
        ("cefepime", "J01DE01"),
        ("ceftazidime", "J01DD02"),
        ("ceftriaxone", "J01DD04"),
        ("celecoxib", "M01AH01", "against inflammation"),
        ("chlorpromazine", "N05AA01"),
        ("ciprofloxacin", "J01MA02", SYSTEMIC),
        ("clobazam", "N05BA09"),
        ("clozapine", "N05AH02"),
        ("co-trimoxazole", "J01EE01"),
        ("cyamemazine", "N05AA06"),
        ("dapsone", "J04BA02", SYSTEMIC),
        ("diclofenac", "M01AB05", SYSTEMIC),
        ("doxycycline", "J01AA02", SYSTEMIC),
        ("efavirenz", "J05AG03"),
        ("eslicarbazepine", "N03AF04"),
        ("ethambutol", "J04AK02"),
        ("etravirine", "J05AG04"),
        ("febuxostat", "M04AA03"),
        ("flucloxacillin", "J01CF05"),
        ("fluoxetine", "N06AB03"),
        ("fosphenytoin", "N03AB05"),
        ("hydroxychloroquine", "P01BA02"),
        ("ibuprofen", "M01AE01", SYSTEMIC),
        ("imatinib", "L01EA01"),
        ("imipenem-cilastatin", "J01DH51"),
        ("iodixanol", "V08AB09"),
        ("iohexol", "V08AB02"),
        ("iomeprol", "V08AB10"),
        ("iopromide", "V08AB05"),
        ("ioversol", "V08AB07"),
        ("ipilimumab", "L01FX04"),
        ("isoniazid", "J04AC01"),
        ("lamotrigine", "N03AX09"),
        ("leflunomide", "L04AK01"),
        ("levetiracetam", "N03AX14"),
        ("levofloxacin", "J01MA12", SYSTEMIC),
        ("meropenem", "J01DH02"),
        ("mexiletine", "C01BB02"),
        ("minocycline", "J01AA08", SYSTEMIC),
        ("moxifloxacin", "J01MA14", SYSTEMIC),
        ("nevirapine", "J05AG01"),
        ("nivolumab", "L01FF01"),
        ("olanzapine", "N05AH03"),
        ("omeprazole", "A02BC01"),
        ("oxcarbazepine", "N03AF02"),
        ("paracetamol", "N02BE01"),
        ("pembrolizumab", "L01FF02"),
        ("phenobarbital", "N03AA02"),
        ("phenytoin", "N03AB02"),
        ("piperacillin-tazobactam", "J01CR05"),
        ("primidone", "N03AA03"),
        ("propylthiouracil", "H03BA02"),
        ("pyrazinamide", "J04AK01"),
        ("raltegravir", "J05AJ01"),
        ("rifampicin", "J04AB02"),
        ("rifampin", "J04AB02"),
        ("rivaroxaban", "B01AF01"),
        ("sorafenib", "L01EX02"),
        ("strontium ranelate", "M05BX03"),
        ("sulfadiazine", "J01EC02", SYSTEMIC),
        ("sulfamethoxazole-trimethoprim", "J01EE01"),
        ("sulfasalazine", "A07EC01"),
        ("teicoplanin", "J01XA02"),
        ("telaprevir", "J05AP02"),
        ("tocilizumab", "L04AC07"),
        ("valproic acid", "N03AG01"),
        ("vancomycin", "J01XA01", INTO_A_VEIN),
        ("vancomycin", "A07AA09", BY_MOUTH),
        ("vemurafenib", "L01EC01"),
        ("vismodegib", "L01XJ01"),
        ("zonisamide", "N03AX15"),
        ("ziprasidone", "N05AE04"),
    )
)  # fmt: skip


def codes_for(name: str) -> list[KnownName]:
    """Return the codes that a drug of this name may hold; none for a name that is not in the table."""
    typed = " ".join(name.split()).casefold()
    return [known for known in KNOWN_NAMES if known.name == typed]
