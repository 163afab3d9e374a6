# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The domains of free mail services and of Internet access providers.

Anybody has an address there, so they are nobody's own: never proposed as a company's
own domain, and refused as one. Those of large services, and the names with which
they are spread over countries.
"""

NATIONAL = {
    "aol": "co.nz co.uk com com.ar com.au com.br com.mx de es fr it se",
    "gmx": "at biz ch co.in co.uk com com.br com.tr de es eu fr info it li net org us",
    "hotmail": "be ca ch cl co.id co.il co.in co.jp co.kr co.nz co.th co.uk co.za com "
    "com.ar com.au com.br com.hk com.tr com.tw com.vn cz de dk es fi fr gr hu it lt "
    "lv my nl no ph rs se sg sk",
    "live": "at be ca ch cl cn co.jp co.kr co.uk co.za com com.ar com.au com.mx com.my "
    "com.ph com.pt com.sg de dk fi fr hk ie in it jp nl no ru se",
    "outlook": "at be cl co.id co.il co.th com com.ar com.au com.br com.gr com.tr "
    "com.vn cz de dk es fr hu ie in it jp kr lv my ph pt sa sg sk",
    "posteo": "at be ch co.uk com de dk es eu fr it net nl no org pl se us",
    "yahoo": "at be ca ch cl co.id co.in co.jp co.kr co.nz co.th co.uk co.za com "
    "com.ar com.au com.br com.cn com.co com.hk com.mx com.my com.ph com.sg com.tr "
    "com.tw com.vn cz de dk es fi fr gr hu ie in it nl no pl pt ro se",
    "yandex": "by com com.tr kz net ru ua",
    "zoho": "com com.au eu in jp",
    "zohomail": "com com.au eu in jp",
}
OTHER = """
    126.com 139.com 163.com 188.com abv.bg aim.com aliyun.com alice.it aon.at arcor.de
    att.net azet.sk bell.net bellsouth.net bigpond.com bigpond.net.au bk.ru blu.it
    bluemail.ch bluewin.ch bol.com.br btinternet.com btopenworld.com centrum.cz
    centrum.sk charter.net chello.at chello.nl club-internet.fr comcast.net
    compuserve.com consultant.com cox.net daum.net earthlink.net email.com email.cz
    email.de etik.com eircom.net ewetel.net fastmail.com fastmail.fm fastmail.net
    foxmail.com free.fr freemail.hu freenet.de frontier.com gmail.com go2.pl
    googlemail.com hanmail.net hey.com hispeed.ch home.nl hushmail.com i.ua icloud.com
    ik.me ikmail.com inbox.com inbox.eu inbox.lt inbox.lv inbox.ru interia.eu
    interia.pl internet.ru inwind.it iol.it juno.com keemail.me kolabnow.com
    kpnmail.nl laposte.net libero.it list.ru mac.com magenta.de mail.bg mail.com
    mail.de mail.ee mail.gmx mail.ru mailbox.org mailfence.com me.com mein.gmx
    mindspring.com msn.com myyahoo.com narod.ru nate.com naver.com neuf.fr netcologne.de
    netscape.net netzero.net noos.fr ntlworld.com o2.pl o2online.de online.de
    online.no onet.eu onet.pl onmicrosoft.com op.pl optonline.net optusnet.com.au
    orange.fr outlook.com.mx passport.com planet.nl pm.me poczta.onet.pl post.com
    post.cz post.sk proton.me protonmail.ch protonmail.com qq.com quickline.ch
    rambler.ru rediffmail.com riseup.net rocketmail.com rogers.com runbox.com
    sapo.pt sbcglobal.net secure.mailbox.org seznam.cz sfr.fr shaw.ca simplelogin.com
    sina.cn sina.com sky.com skynet.be sohu.com sunrise.ch swissonline.ch sympatico.ca
    t-online.de talktalk.net telenet.be telia.com telus.net terra.com.br tin.it
    tiscali.co.uk tiscali.it tlen.pl tuta.com tuta.io tutamail.com tutanota.com
    tutanota.de ukr.net unitybox.de uol.com.br upcmail.nl usa.com usa.net verizon.net
    versanet.de videotron.ca vip.qq.com virgilio.it virgin.net virginmedia.com
    vodafone.de vodafonemail.de voila.fr volny.cz wanadoo.fr wanadoo.nl web.de
    windowslive.com wp.pl xs4all.nl xtra.co.nz ya.ru yeah.net ymail.com ziggo.nl
    zonnet.nl
"""

FREE_MAIL = frozenset(OTHER.split()) | {
    f"{name}.{ending}"
    for name, endings in NATIONAL.items()
    for ending in endings.split()
}
