"""The ways laboratories write the tests of the catalogue, in seven languages.

Written from general knowledge, not from a terminology, and to be reviewed by speakers of each language
(English, German, French, Spanish, Italian, Korean, Japanese). A form that was not certain is left out or
stands among the doubtful ones: such a name is asked about. Forms are folded before they are compared
(`name_index.fold`), so each stands here once whatever its case, accents, hyphens and dots; a form of several
words is also known written together. Specimens (`serum`, `S-`) and words such as `absolute` need no form.
"""

NAMES = {
    "temperature": "Temperature | Temp | Body temperature | Body temp"
    " | Temperatur | Körpertemperatur | Koerpertemperatur | Température | Température corporelle"
    " | Temperatura | Temperatura corporal | Temperatura corporea | 체온 | 体温",
    "wbc": "WBC | WBCs | WBC count | White cells | White cell count | White blood cells | White blood cell"
    " | White blood cell count | Leukocytes | Leucocytes | Leukocyte count | Leucocyte count | WCC"
    " | Total leukocyte count | Total leucocyte count | Total WBC | Total WBC count"
    " | Leukozyten | Leukocyten | Leukozytenzahl | Leukos | Leuko | Leuco"
    " | Globules blancs | Leucocitos | Recuento de leucocitos | Recuento leucocitario | Glóbulos blancos"
    " | Leucociti | Globuli bianchi | 백혈구 | 백혈구 수 | 白血球 | 白血球数",
    "atypical_lymphocytes_pct": "Atypical lymphocytes | Atypical lymphocyte | Atypical lymphs"
    " | Atypical lymph | Atyp lymphs | Atyp lymph | Atyp lymphocytes | Lymphocytes atypical"
    " | Reactive lymphocytes | Variant lymphocytes | Reactive lymphs | Variant lymphs"
    " | Atypische Lymphozyten | Lymphozyten atypisch | Reaktive Lymphozyten | Lymphozyten reaktiv"
    " | Lymphocytes atypiques | Linfocitos atípicos | Linfocitos reactivos | Linfociti atipici"
    " | 비정형 림프구 | 異型リンパ球",
    "platelets": "Platelets | Platelet | Platelet count | Plt | Plts | PLT count | Thrombocytes"
    " | Thrombocyte count | Thrombozyten | Thrombocyten | Thrombozytenzahl | Thrombos | Thrombo"
    " | Plaquettes | Numération plaquettaire | Plaquetas | Recuento de plaquetas | Piastrine"
    " | Conta piastrinica | 혈소판 | 혈소판 수 | 血小板 | 血小板数",
    "hemoglobin": "Haemoglobin | Hemoglobin | Hb | Hgb | Haemoglobin Hb | Hämoglobin | Hémoglobine"
    " | Hemoglobina | Emoglobina | 혈색소 | 헤모글로빈 | ヘモグロビン | 血色素 | 血色素量 | ヘモグロビン量",
    "inr": "INR | PT-INR | INR PT | Prothrombin time INR | INR prothrombin time"
    " | International normalised ratio | International normalized ratio"
    " | Prothrombin time international normalised ratio | Prothrombin time international normalized ratio"
    " | Prothrombin time international normalised ratio INR"
    " | Prothrombin time international normalized ratio INR",
    "fibrinogen": "Fibrinogen | Fib | Fibrinogen Clauss | Clauss fibrinogen | Fibrinogène | Fibrinógeno"
    " | Fibrinogeno | 피브리노겐 | 섬유소원 | フィブリノゲン | フィブリノーゲン",
    "creatinine": "Creatinine | Cr | Cre | Crea | Creat | SCr | Creatinine Cr | Kreatinin | Krea | Creatinin"
    " | Créatinine | Créatininémie | Creatinina | Creatinina sérica | Creatininemia"
    " | 크레아티닌 | クレアチニン",
    "urea": "Urea | Blood urea | Harnstoff | Urée | Uree",
    "albumin": "Albumin | Alb | Albumine | Albúmina | Albumina | Albuminémie | 알부민 | アルブミン",
    "ast": "AST | GOT | SGOT | ASAT | TGO | Aspartate aminotransferase | Aspartate transaminase"
    " | Aspartate amino transferase | Aspartat-Aminotransferase | Aspartataminotransferase"
    " | Glutamic oxaloacetic transaminase | Glutamat-Oxalacetat-Transaminase"
    " | Aspartate aminotransférase | Aspartato aminotransferasa | Aspartato aminotransferasi"
    " | Aspartat aminotransferase | Aspartato transaminasa",
    "alt": "ALT | GPT | SGPT | ALAT | TGP | Alanine aminotransferase | Alanine transaminase"
    " | Alanine amino transferase | Alanin-Aminotransferase | Alaninaminotransferase"
    " | Glutamic pyruvic transaminase | Glutamat-Pyruvat-Transaminase"
    " | Alanine aminotransférase | Alanina aminotransferasa | Alanina aminotransferasi"
    " | Alanino aminotransferasa | Alanina transaminasa",
    "alp": "ALP | Alk phos | Alkaline phosphatase | Alkaline phos | Alk phosphatase | ALKP | Alk-P"
    " | Alkaline phosphatases | Alkalische Phosphatase | Alk Phosphatase | Phosphatases alcalines"
    " | Phosphatase alcaline | PAL | Fosfatasa alcalina | Fosfatasi alcalina"
    " | 알칼리인산분해효소 | 알칼리성 인산분해효소 | アルカリフォスファターゼ | アルカリホスファターゼ",
    "ggt": "GGT | γ-GT | γ-GTP | GGTP | Gamma-GT | Gamma-GTP | r-GT | r-GTP | Gamma glutamyl transferase"
    " | γ-glutamyl transferase | Gamma glutamyltransferase | Gamma glutamyl transpeptidase"
    " | γ-glutamyl transpeptidase | Gamma glutamyltranspeptidase | Glutamyl transferase"
    " | Gamma-Glutamyltransferase | Gamma-Glutamyl-Transferase | Gamma glutamil transferasa"
    " | Gamma glutamil transpeptidasa | Gammaglutamiltransferasa | Gamma glutamiltransferasi",
    "bilirubin_total": "Total bilirubin | Bilirubin total | T-Bil | Bil-T | Bilirubin | Bili | Bil | Tot Bil"
    " | Total bili | Bili total | Bilirubin T | T bilirubin | Tot bilirubin | Bil total | T-Bili | Bili T"
    " | Total Bil | Bilirubin gesamt | Gesamtbilirubin | Bilirubin ges | Bili ges | Bili gesamt"
    " | Gesamt-Bilirubin | Bilirubine totale | Bilirubine | Bilirrubina total | Bilirrubina"
    " | Bilirubina totale | Bilirubina | 총빌리루빈 | 총 빌리루빈 | 빌리루빈 | 総ビリルビン | ビリルビン",
    "bilirubin_direct": "Direct bilirubin | Bilirubin direct | D-Bil | Bil-D | Conjugated bilirubin"
    " | Bilirubin conjugated | Direct bili | Bili direct | D bilirubin | Bilirubin D | D-Bili | Bili D"
    " | Direct Bil | Bil direct | Dir Bil | Conj bilirubin | Bilirubin conj | Bilirubin direkt"
    " | Direktes Bilirubin | Bili direkt | Bilirubin dir | Konjugiertes Bilirubin | Bilirubin konjugiert"
    " | Bilirubine directe | Bilirubine conjuguée | Bilirrubina directa | Bilirrubina conjugada"
    " | Bilirubina diretta | Bilirubina coniugata | 직접빌리루빈 | 직접 빌리루빈 | 直接ビリルビン",
    "ldh": "LDH | LD | Lactate dehydrogenase | Lactic dehydrogenase | Lactic acid dehydrogenase"
    " | Laktatdehydrogenase | Laktat-Dehydrogenase | Lactatdehydrogenase | Lactate déshydrogénase"
    " | Lacticodéshydrogénase | Lactato deshidrogenasa | Lactatodeshidrogenasa | Lattato deidrogenasi"
    " | Latticodeidrogenasi | 젖산탈수소효소 | 乳酸脱水素酵素",
    "crp": "CRP | hs-CRP | C-reactive protein | High-sensitivity CRP | High-sensitivity C-reactive protein"
    " | CRP hs | us-CRP | C-reaktives Protein | CRP hochsensitiv | Protéine C réactive | Proteína C reactiva"
    " | Proteina C reattiva | C반응단백 | C반응성단백 | C-반응 단백 | C-반응성 단백 | C反応性蛋白",
    "ferritin": "Ferritin | Ferr | Ferritine | Ferritinémie | Ferritina | 페리틴 | フェリチン",
    "triglycerides": "Triglycerides | Triglyceride | Trig | Trigs | Triacylglycerol | Triglyzeride"
    " | Triglyceriden | Neutralfette | Triglycérides | Triglicéridos | Trigliceridi | 중성지방 | 中性脂肪"
    " | トリグリセリド",
    "glucose": "Glucose | Glu | Gluc | Glc | Blood glucose | Blood sugar | Fasting glucose"
    " | Fasting blood glucose | Fasting blood sugar | Random glucose | Random blood glucose | Glukose"
    " | Blutzucker | Blutglukose | BZ | Glycémie | Glycémie à jeun | Glucosa | Glucemia | Glucosio"
    " | Glicemia | 포도당 | 혈당 | 공복혈당 | 血糖 | 血糖値 | グルコース | ブドウ糖",
    "tsh": "TSH | Thyroid stimulating hormone | Thyroid-stimulating hormone | Thyrotropin | Thyrotrophin"
    " | TSH basal | Thyreotropin | Thyréostimuline | Tirotropina | 갑상선자극호르몬 | 甲状腺刺激ホルモン",
    "free_t4": "Free T4 | FT4 | T4 free | Free thyroxine | Thyroxine free | Freies T4 | Freies Thyroxin"
    " | T4 frei | T4 libre | T4L | Thyroxine libre | Tiroxina libre | T4 libera | Tiroxina libera"
    " | 유리 T4 | 遊離T4 | 遊離サイロキシン",
    "lipase": "Lipase | Lip | Lipasa | Lipasi | Lipasémie | Serum lipase | 리파아제 | 리파제 | リパーゼ",
    "amylase": "Amylase | Amy | Amyl | Total amylase | Amylase total | α-Amylase | Alpha amylase | Amilasa"
    " | Amilasi | Amylasémie | 아밀라아제 | 아밀라제 | アミラーゼ",
    "ck": "CK | CPK | Creatine kinase | Creatine phosphokinase | CK total | Total CK | CK-NAC | CPK total"
    " | Total CPK | Creatine kinase total | Total creatine kinase | CK gesamt | Gesamt-CK | Kreatinkinase"
    " | Creatinkinase | Kreatin-Kinase | Kreatinphosphokinase | Créatine kinase | Créatine phosphokinase"
    " | CPK totales | CK totales | Creatina quinasa | Creatina cinasa | Creatincinasa | Creatinquinasa"
    " | Creatinfosfoquinasa | Creatina fosfoquinasa | Creatinchinasi | Creatin chinasi"
    " | 크레아틴키나제 | 크레아틴 키나아제 | クレアチンキナーゼ | クレアチンホスホキナーゼ",
    "troponin_t": "Troponin T | TnT | cTnT | hs-TnT | hs-cTnT | Trop T | hs troponin T | Trop T hs"
    " | Troponin T hs | High-sensitivity troponin T | Cardiac troponin T | Troponin T high-sensitivity"
    " | hs Trop T | TnT hs | Troponin T hochsensitiv | Kardiales Troponin T | Troponine T | Troponine T us"
    " | Troponine T hs | Troponina T | Troponina T us | Troponina T hs | 트로포닌 T | トロポニンT"
    " | 心筋トロポニンT",
    "troponin_i": "Troponin I | TnI | cTnI | hs-TnI | hs-cTnI | Trop I | hs troponin I | Trop I hs"
    " | Troponin I hs | High-sensitivity troponin I | Cardiac troponin I | Troponin I high-sensitivity"
    " | hs Trop I | TnI hs | Troponin I hochsensitiv | Kardiales Troponin I | Troponine I | Troponine I us"
    " | Troponine I hs | Troponina I | Troponina I us | Troponina I hs | 트로포닌 I | トロポニンI"
    " | 心筋トロポニンI",
    "urine_protein_24h": "24-hour urine protein | 24 h urine protein | 24 hr urine protein"
    " | Urine protein 24 h | Urine protein 24-hour | Urine protein 24 hr | 24-hour urinary protein"
    " | 24 h urinary protein | Urinary protein 24 h | 24-hour proteinuria | 24 h proteinuria"
    " | Proteinuria 24 h | 24 hour total urine protein | Protein im 24-h-Urin | Protein im 24-Stunden-Urin"
    " | Eiweiß im 24-h-Urin | Eiweiß im 24-Stunden-Urin | Protéinurie 24 h | Protéinurie des 24 h"
    " | Protéinurie des 24 heures | Protéinurie de 24 heures | Proteinuria de 24 h"
    " | Proteinuria de 24 horas | Proteinuria en 24 h | Proteinuria en 24 horas | Proteinuria delle 24 ore"
    " | Proteinuria 24 ore",
    "urine_protein_creatinine_ratio": "UPCR | Urine protein/creatinine ratio | Urine protein/creatinine"
    " | Protein/creatinine ratio | Protein creatinine ratio urine | Urine protein to creatinine ratio"
    " | Urinary protein/creatinine ratio | Urine PCR | uPCR | UP/UC | Urine P/C ratio | Urine PC ratio"
    " | Spot urine protein/creatinine ratio | Protein/Kreatinin-Quotient | Protein/Kreatinin-Ratio"
    " | Protein-Kreatinin-Quotient im Urin | Rapport protéinurie/créatininurie"
    " | Protéinurie/créatininurie | Cociente proteína/creatinina | Índice proteína/creatinina"
    " | Rapporto proteine/creatinina | 尿蛋白/クレアチニン比",
}

# Names of several tests: the unit says which, else it is asked.
OPEN = {
    ("neutrophils_pct", "neutrophils_abs"): "Neutrophils | Neutrophil | Neutrophil count | Neut | Neuts"
    " | Neu | Neutro | Neutrophil granulocytes | Segmented neutrophils | Segmented neutrophil"
    " | Seg neutrophil | Seg neutrophils | Seg neut | Segs | Seg | Neutrophils segmented"
    " | Neutrophile | Neutrophile Granulozyten | Neutrophilen | Segmentkernige"
    " | Segmentkernige Neutrophile | Segmentkernige Granulozyten | Neutrophiles | PNN"
    " | Polynucléaires neutrophiles | Neutrófilos | Recuento de neutrófilos | Neutrófilos segmentados"
    " | Neutrofili | Granulociti neutrofili | 호중구 | 호중구 수 | 분절호중구 | 好中球 | 好中球数 | 分葉核球",
    ("lymphocytes_pct", "lymphocytes_abs"): "Lymphocytes | Lymphocyte | Lymphocyte count | Lymph | Lymphs"
    " | Lym | Lymp | Ly | Lympho | Lymphozyten | Lymphocyten | Linfocitos | Recuento de linfocitos"
    " | Linfociti | 림프구 | 림프구 수 | リンパ球 | リンパ球数",
    ("eosinophils_pct", "eosinophils_abs"): "Eosinophils | Eosinophil | Eosinophil count | Eos | Eo | Eosin"
    " | Eosino | Eosinophil granulocytes | Blood eosinophils | Peripheral eosinophils | Eosinophile"
    " | Eosinophilen | Eosinophile Granulozyten | Eosinophiles | Polynucléaires éosinophiles | PNEo"
    " | Eosinófilos | Recuento de eosinófilos | Eosinofili | Granulociti eosinofili | 호산구 | 호산구 수"
    " | 好酸球 | 好酸球数",
    ("troponin_t", "troponin_i"): "Troponin | Trop | hs-Troponin | High-sensitivity troponin"
    " | Cardiac troponin | Troponine | Troponina | 트로포닌 | トロポニン",
    ("crp", "urine_protein_creatinine_ratio"): "PCR",
    ("urine_protein_24h", "urine_protein_creatinine_ratio"): "Proteinuria | Urine protein | Urinary protein"
    " | Protein urine | Protein im Urin | Eiweiß im Urin | Protéinurie",
}
SHARE_WORDS = "% | pct | percent | percentage | perc | rel | relative | relativ | prozent | pourcentage"
COUNT_WORDS = (
    "# | abs | absolute | absolut | absolu | absolus | absolue | absoluto | absolutos | assoluto | assoluti"
    " | 절대 | 絶対"
)
# Beside a share or a count these say nothing more.
FILLERS = "count | number | no | value | wert | anzahl | zahl | valeur | nombre | de | d | valor | recuento"
SHARES_AND_COUNTS = {
    "neutrophils_abs": "ANC | 절대호중구수 | 절대 호중구수",
    "lymphocytes_abs": "ALC",
    "eosinophils_abs": "AEC | 절대호산구수 | 절대 호산구수 | 好酸球絶対数",
}

# What a name of several meanings most often stands for; it is asked about all the same.
DOUBTFUL = {
    ("bilirubin_total",): "TB",
    ("bilirubin_total", "temperature"): "BT",
    ("bilirubin_direct",): "DB",
    ("triglycerides",): "TG | TGs",
    ("alp",): "AP | FA",
    ("wbc",): "GB",
    ("temperature",): "T | T max | Tmax | Max temp",
    ("neutrophils_pct", "neutrophils_abs"): "PMN | PMNs | Polymorphs | Polys",
    ("eosinophils_pct", "eosinophils_abs"): "PNE",
}

# Around a name these change nothing; a single letter only in front, as in S-ALT. No B: B lymphocytes are
# not lymphocytes of the blood. No I: I-Bil is indirect bilirubin.
SPECIMENS = (
    "serum | plasma | blood | s | p | im | level | levels | blut | sérique | plasmatique | sanguin | sérica"
    " | sérico | en | suero | sierica | sierico | 血清 | 혈청"
)

UREA_NITROGEN = "Urea nitrogen is not urea: its numbers are about half as large. Keep it aside."
UREA_UNSURE = "This name is used for urea and for urea nitrogen. Take it as urea only where you are sure."
ABNORMAL = "Abnormal lymphocytes are not atypical lymphocytes. Keep them aside."
ATYPICAL_COUNT = "Atypical lymphocytes are kept in % only. Keep the count aside."
NOT_KEPT = "This is another test than those kept here. Keep it aside."
REFUSED = {
    UREA_NITROGEN: "BUN | Urea nitrogen | Blood urea nitrogen | Urea N | UN | SUN | Harnstoff-N"
    " | Harnstoffstickstoff | Harnstoff-Stickstoff | Azote uréique | Nitrógeno ureico | Azoto ureico"
    " | Nitrógeno ureico en sangre | 혈중요소질소 | 요소질소 | 尿素窒素",
    UREA_UNSURE: "Azotemia | Azotémie | Uremia",
    ABNORMAL: "Abnormal lymphocytes | Abnormal lymphocyte | Abnormal lymphs | Abn lymphs",
    # Those whose names are near to one that is kept.
    NOT_KEPT: "Indirect bilirubin | Bilirubin indirect | Unconjugated bilirubin | Bilirubin unconjugated"
    " | Indirect bili | I-Bil | Bilirubin indirekt | Indirektes Bilirubin | Bilirubine indirecte"
    " | Bilirubine libre | Bilirubine non conjuguée | Bilirrubina indirecta | Bilirubina indiretta"
    " | 간접빌리루빈 | 間接ビリルビン | Delta bilirubin | Neonatal bilirubin"
    " | Creatine | Kreatin | Creatin | Créatine | Creatina | Creatinine clearance | Cystatin C"
    " | Prealbumin | Präalbumin | Albumin/globulin ratio | A/G ratio | A/G | Globulin | Microalbumin"
    " | Urine albumin | Urine creatinine | Albumin/creatinine ratio | ACR | UACR | Urine glucose"
    " | CK-MB | CKMB | Creatine kinase MB | CK-BB | CK-MM | Macro CK | Pancreatic amylase | P-Amylase"
    " | Free T3 | FT3 | T3 | T4 | Total T4 | Total T3 | Thyroglobulin | Uric acid | Urate | Amylase urine"
    " | AST/ALT ratio | AST/ALT | ALT/AST | De Ritis | Band neutrophils | Neutrophil bands | Bands | Stab"
    " | Stabkernige | Stabkernige Neutrophile | Immature granulocytes | Granulocytes | Granulozyten"
    " | NLR | Neutrophil/lymphocyte ratio | Plasma cells | Large unstained cells | Lymphoblasts"
    " | Mean platelet volume | MPV | PDW | Plateletcrit | Reticulocytes | HbA1c | Haemoglobin A1c"
    " | Methaemoglobin | Haptoglobin | Myoglobin | Transferrin | Transferrin saturation | Lactate | Laktat"
    " | Lactat | Fibrin | Fibrin monomers | Fibrin degradation products | Leukocyte esterase"
    " | Urine leukocytes | Leukozyten im Urin | Urine WBC | CSF WBC | CSF glucose | CSF protein"
    " | Total protein | Gesamteiweiß | Protein | Acid phosphatase | Bone alkaline phosphatase"
    " | Bone-specific alkaline phosphatase | Lipoprotein | Prothrombin time | Quick | TSH receptor antibody"
    " | TRAb | Eosinophil cationic protein | ECP | Urine eosinophils | Sputum eosinophils",
}

# LOINC codes of clinical reference 7.2 that are near to one kept and stand for something else.
REFUSED_CODES = {
    "3094-0": UREA_NITROGEN,
    "14937-7": UREA_NITROGEN,
    "30413-9": ABNORMAL,
    "30412-1": ABNORMAL,
    "26477-0": ATYPICAL_COUNT,
}
# What kind of amount a code stands for, where a test has one code for each.
MASS_CODES = {"2160-0", "3091-6", "1975-2", "1968-7"}
MOLAR_CODES = {"14682-9", "22664-7", "14631-6", "14629-0"}
