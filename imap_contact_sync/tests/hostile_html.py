# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What HTML can do to fetch something without being asked, and who notices."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

LOGOUT = "/web/session/logout"
# One way each, in the categories of cure53's HTTPLeaks; URL is the address to fetch.
WAYS = (
    '<img src="URL">',
    "<img src='URL'>",
    "<img src=URL>",
    '<img src=" URL">',
    '<img src="\tURL">',
    '<IMG SRC="URL">',
    '<img/src="URL"/>',
    '<img srcset="URL 2x">',
    '<img src="URL" srcset="URL 1x, URL?2 2x" sizes="9px">',
    '<img src="x" lowsrc="URL" dynsrc="URL" longdesc="URL">',
    '<image src="URL">',
    '<picture><source srcset="URL"><img></picture>',
    '<video src="URL" autoplay></video>',
    '<video poster="URL"></video>',
    '<video autoplay><source src="URL"></video>',
    '<video><track default kind="captions" src="URL"></video>',
    '<audio src="URL" autoplay></audio>',
    '<audio autoplay><source src="URL"></audio>',
    '<embed src="URL">',
    '<object data="URL"></object>',
    '<object data="URL" type="text/html"></object>',
    '<object codebase="URL" classid="URL" archive="URL"></object>',
    '<object><param name="movie" value="URL"></object>',
    '<applet code="URL" codebase="URL" archive="URL"></applet>',
    '<iframe src="URL"></iframe>',
    '<iframe srcdoc="&lt;img src=URL&gt;"></iframe>',
    '<iframe srcdoc="&lt;script&gt;fetch(`URL`)&lt;/script&gt;"></iframe>',
    '<frameset><frame src="URL"></frameset>',
    '<portal src="URL"></portal>',
    '<fencedframe src="URL"></fencedframe>',
    '<input type="image" src="URL">',
    '<form action="URL" id="f"><button autofocus formaction="URL">x</button></form>',
    '<isindex action="URL">',
    '<link rel="stylesheet" href="URL">',
    '<link rel="alternate stylesheet" href="URL">',
    '<link rel="icon" href="URL">',
    '<link rel="apple-touch-icon" href="URL">',
    '<link rel="preload" as="image" href="URL">',
    '<link rel="modulepreload" href="URL">',
    '<link rel="prefetch" href="URL">',
    '<link rel="prerender" href="URL">',
    '<link rel="manifest" href="URL">',
    '<link rel="import" href="URL">',
    '<link rel="search" href="URL">',
    '<link rel="dns-prefetch" href="URL">',
    '<link rel="pingback" href="URL">',
    '<base href="URL"><img src="relative.png">',
    '<meta http-equiv="refresh" content="0;url=URL">',
    '<meta http-equiv="refresh" content="0;URL=\'URL\'">',
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\';'
    ' report-uri URL"><img src="URL">',
    '<meta http-equiv="link" content="<URL>; rel=stylesheet">',
    '<body background="URL">',
    '<table background="URL"><tr><td>x</td></tr></table>',
    '<table><tr><td background="URL">x</td></tr></table>',
    '<div style="background:url(URL)">x</div>',
    "<div style=\"background-image:url('URL')\">x</div>",
    '<div style="background:\\75 rl(URL)">x</div>',
    '<div style="background:u\\72l(URL)">x</div>',
    '<div style="background:URL(URL)">x</div>',
    '<div style="background:/**/url(/**/URL)">x</div>',
    "<div style=\"background-image:image-set('URL' 1x)\">x</div>",
    "<div style=\"background-image:-webkit-image-set(url('URL') 1x)\">x</div>",
    '<div style="background:cross-fade(url(URL),url(URL),50%)">x</div>',
    '<ul style="list-style:url(URL)"><li>x</ul>',
    '<ul style="list-style-image:url(URL)"><li>x</ul>',
    '<p style="content:url(URL)">x</p>',
    '<p style="cursor:url(URL),auto">x</p>',
    '<p style="border:9px solid;border-image:url(URL) 9">x</p>',
    '<p style="border-image-source:url(URL);border:9px solid">x</p>',
    '<p style="mask-image:url(URL);-webkit-mask:url(URL)">x</p>',
    '<p style="clip-path:url(URL#x);filter:url(URL#x)">x</p>',
    '<p style="shape-outside:url(URL);float:left;width:9px">x</p>',
    '<p style="offset-path:url(URL#x)">x</p>',
    '<p style="--a:url(URL);background:var(--a)">x</p>',
    '<p style="color:red;}p{background:url(URL)">x</p>',
    '<p style="behavior:url(URL);-moz-binding:url(URL)">x</p>',
    '<style>@import "URL";</style><p>x</p>',
    "<style>@import url(URL);</style><p>x</p>",
    "<style>p{background:url(URL)}</style><p>x</p>",
    "<style>p::before{content:url(URL)}</style><p>x</p>",
    '<style>@font-face{font-family:f;src:url(URL)}p{font-family:f}</style><p style="'
    'font-family:f">x</p>',
    "<style>@namespace a url(URL); @document url(URL){p{color:red}}</style><p>x</p>",
    "<style>p{background:\\000075rl(URL)}</style><p>x</p>",
    "<div><style>@import'URL'</style></div>",
    '<svg><image href="URL" width="9" height="9"></image></svg>',
    '<svg><image xlink:href="URL" width="9" height="9"></image></svg>',
    '<svg><use href="URL#x"></use></svg>',
    '<svg><style>@import "URL";</style><rect width="9" height="9"></rect></svg>',
    '<svg><filter id="f"><feImage href="URL"></feImage></filter>'
    '<rect width="9" height="9" filter="url(#f)"></rect></svg>',
    '<svg><rect width="9" height="9" fill="url(URL#x)" mask="url(URL#x)"></rect></svg>',
    '<svg><image><animate attributeName="href" values="URL"></animate></image></svg>',
    '<svg><image width="9"><set attributeName="href" to="URL"></set></image></svg>',
    '<svg><script href="URL"></script></svg>',
    "<svg><script>fetch('URL')</script></svg>",
    "<svg onload=\"fetch('URL')\"></svg>",
    '<svg><a href="URL" ping="URL"><text y="9">x</text></a></svg>',
    '<svg><foreignObject><img src="URL"></foreignObject></svg>',
    '<math href="URL"><mi>x</mi></math>',
    '<math><maction actiontype="statusline" xlink:href="URL">x</maction></math>',
    '<math><mtext><table><mglyph><style><img src="URL">',
    '<?xml-stylesheet href="URL"?><p>x</p>',
    '<!DOCTYPE html SYSTEM "URL"><p>x</p>',
    '<html manifest="URL"><p>x</p>',
    '<head profile="URL"></head><p>x</p>',
    '<script src="URL"></script>',
    "<script>fetch('URL')</script>",
    "<script type=module>import 'URL'</script>",
    "<img src=x onerror=\"fetch('URL')\">",
    "<details open ontoggle=\"fetch('URL')\"><summary>x</summary>x</details>",
    "<input autofocus onfocus=\"fetch('URL')\">",
    '<p onmouseover="fetch(\'URL\')" style="animation:x 1s">x</p>',
    '<a href="URL" ping="URL">x</a>',
    '<blockquote cite="URL">x</blockquote><q cite="URL">x</q><del cite="URL">x</del>',
    '<img usemap="#m"><map name="m"><area href="URL"></map>',
    '<bgsound src="URL">',
    '<layer src="URL"></layer><ilayer src="URL"></ilayer>',
    '<xml src="URL"></xml><xss style="behavior:url(URL)"></xss>',
    '<template><img src="URL"></template>',
    '<template shadowrootmode="open"><img src="URL"></template>',
    '<noscript><img src="URL"></noscript>',
    '<noembed><img src="URL"></noembed><noframes><img src="URL"></noframes>',
    '<p title="<img a="><img alt=" src=" src="URL">',
    '<img data-remote-src="URL" src="URL">',
    '<p data-remote-src="URL" data-src="URL">x</p>',
    "<!--[if mso]><img src=URL><![endif]--><!--><img src=URL>-->",
    "<![CDATA[<img src=URL>]]>",
    "<xmp><img src=URL></xmp><listing><img src=URL></listing>",
    "<plaintext><img src=URL>",
    '<select><option style="background:url(URL)">x</select>',
    '<textarea><img src="URL"></textarea>',
    '<marquee><img src="URL"></marquee>',
    '<button style="background:url(URL)">x</button>',
    '<hr style="background:url(URL)"><col style="background:url(URL)">',
)


def vectors(address):
    """HTML by name: each way to an address of its own there, and to our own logout."""
    return {
        f"way{number:03}": way.replace("URL", f"{address}/way{number:03}")
        + way.replace("URL", LOGOUT)
        for number, way in enumerate(WAYS)
    }


# Another host than Odoo's, whose links are defused. Odoo's browser of tests reaches
# only what begins like its own address.
ELSEWHERE = "127.0.0.11"


class Canary:
    """A web server on loopback that remembers who came: a context manager."""

    def __init__(self, host="127.0.0.1", content=b"", mimetype="text/html"):
        self.host, self.content, self.mimetype = host, content, mimetype

    def __enter__(self):
        self.requests = []  # (path, referer)
        self.connections = 0
        canary = self

        class Handler(BaseHTTPRequestHandler):
            def setup(self):
                canary.connections += 1
                return super().setup()

            def do_GET(self):
                canary.requests.append((self.path, self.headers.get("Referer")))
                self.send_response(200)
                self.send_header("Content-Type", canary.mimetype)
                self.send_header("Content-Length", str(len(canary.content)))
                self.end_headers()
                self.wfile.write(canary.content)

            do_POST = do_HEAD = do_OPTIONS = do_GET

            def log_message(self, *args):
                """Not to the error output of the tests."""

        self.server = ThreadingHTTPServer((self.host, 0), Handler)
        self.server.daemon_threads = True
        self.address = f"http://{self.host}:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *error):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    @property
    def paths(self):
        """What was asked for, in its order, each once in a row."""
        paths = [path.partition("?")[0].strip("/") for path, _ in self.requests]
        return list(dict.fromkeys(paths))
