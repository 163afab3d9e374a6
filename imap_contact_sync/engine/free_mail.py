# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The domains of free mail services and of Internet access providers.

Anybody has an address there, so they are nobody's own: never proposed as a company's
own domain, and refused as one. Those of large services, and the names with which
they are spread over countries.
"""

NATIONAL = {
    "aol": "co.nz co.uk com com.ar com.au com.br com.mx de es fr it se",
    "gmx": "at biz ca ch cn co.in co.uk com com.br com.my com.tr de es eu fr hk ie "
    "info it li net org ph pt ru se sg tm tw us",
    "hotmail": "be ca ch cl co.id co.il co.in co.jp co.kr co.nz co.th co.uk co.za com "
    "com.ar com.au com.br com.hk com.tr com.tw com.vn cz de dk es fi fr gr "
    "hu it lt lv my nl no ph rs se sg sk",
    "live": "at be ca ch cl cn co.jp co.kr co.uk co.za com com.ar com.au com.mx "
    "com.my com.ph com.pt com.sg de dk fi fr hk ie in it jp nl no ru se",
    "outlook": "at be cl co.id co.il co.th com com.ar com.au com.br com.gr com.tr "
    "com.vn cz de dk es fr hu ie in it jp kr lv my ph pt sa sg sk",
    "posteo": "at be ca ch cl co co.uk com com.br cr cz de dk ee es eu fi fr gl gr hn "
    "hr hu ie in is it jp la li lt lu me mx my net nl no nz org pe pl pm pt "
    "ro se sg si tn uk us",
    "yahoo": "at be ca ch cl co.id co.in co.jp co.kr co.nz co.th co.uk co.za com "
    "com.ar com.au com.br com.cn com.co com.hk com.mx com.my com.ph com.sg "
    "com.tr com.tw com.vn cz de dk es fi fr gr hu ie in it nl no pl pt ro "
    "se",
    "yandex": "by com com.tr kz net ru ua",
    "zoho": "com com.au eu in jp",
    "zohomail": "com com.au eu in jp",
}
# One service that gives away addresses of all these.
MAIL_COM = """
    2die4.com accountant.com activist.com adexec.com africamail.com aircraftmail.com
    allergist.com alumni.com alumnidirector.com americamail.com amorous.com angelic.com
    archaeologist.com artlover.com asia-mail.com atheist.com australiamail.com
    bartender.net berlin.com bigger.com bikerider.com birdlover.com blader.com
    boardermail.com brazilmail.com brew-master.com californiamail.com caress.com
    catlover.com cheerful.com chef.net chemist.com chinamail.com clerk.com
    cliffhanger.com collector.org columnist.com comic.com computer4u.com contractor.net
    coolsite.net counsellor.com count.com couple.com cutey.com cyber-wizard.com
    cyberdude.com cybergal.com dallasmail.com dbzmail.com deliveryman.com diplomats.com
    disciples.com doctor.com doglover.com doramail.com dr.com dublin.com earthling.net
    elvisfan.com engineer.com englandmail.com europe.com europemail.com execs.com
    fan.com feelings.com financier.com fireman.net footballer.com gardener.com
    geologist.com germanymail.com graduate.org graphic-designer.com hackermail.com
    hairdresser.net hilarious.com hockeymail.com homemail.com hot-shot.com hour.com
    humanoid.net iname.com innocent.com inorbit.com instruction.com instructor.net
    insurer.com irelandmail.com italymail.com japan.com journalist.com keromail.com
    kittymail.com koreamail.com lawyer.com legislator.com linuxmail.org london.com
    loveable.com lovecat.com mad.scientist.com madonnafan.com madrid.com mail.org
    marchmail.com mexicomail.com mindless.com minister.com mobsters.com monarchy.com
    moscowmail.com munich.com musician.org muslim.com myself.com null.net nycmail.com
    oath.com optician.com pacificwest.com petlover.com photographer.net playful.com
    poetic.com politician.com popstar.com presidency.com priest.com programmer.net
    publicist.com realtyagent.com reborn.com reggaefan.com religious.com repairman.com
    representative.com rescueteam.com revenue.com rocketship.com rockfan.com rome.com
    royal.net saintly.com salesperson.net sanfranmail.com scientist.com scotlandmail.com
    secretary.net seductive.com singapore.com snakebite.com songwriter.net soon.com
    spainmail.com teachers.org techie.com technologist.com thegame.com therapist.net
    toke.com tokyo.com toothfairy.com tvstar.com umpire.com uymail.com wallet.com
    webname.com weirdness.com who.net whoever.com winning.com witty.com worker.com
    workmail.com writeme.com yours.com
"""
OTHER = """
    126.com 139.com 163.com 188.com a1.net abv.bg aim.com alice.it aliceadsl.fr
    aliyun.com aon.at arcor.de att.net azet.sk bbox.fr belgacom.net bell.net
    bellsouth.net bigmir.net bigpond.com bigpond.net.au bk.ru blu.it bluebottle.com
    bluemail.ch bluewin.ch blueyonder.co.uk bol.com.br brutele.be btinternet.com
    btopenworld.com caiway.nl casema.nl centrum.cz centrum.sk charter.net chello.at
    chello.nl club-internet.fr cock.li comcast.net compuserve.com consultant.com cox.net
    cs.com daum.net disroot.org duck.com earthlink.net eircom.net email.com email.cz
    email.de email.gmx etik.com euskaltel.net ewetel.net fastmail.com fastmail.fm
    fastmail.net fastwebnet.it foxmail.com free.fr freemail.hu freenet.de freesurf.ch
    frontier.com giallo.it globalnet.co.uk gmail.com go2.pl go4more.de googlemail.com
    hanmail.net hccnet.nl hetnet.nl hey.com hispeed.ch home.nl hushmail.com hushmail.me
    i.ua icloud.com ik.me ikmail.com inbox.com inbox.eu inbox.la inbox.lt inbox.lv
    inbox.ru interia.eu interia.pl internet.ru inwind.it iol.it jazztel.es juno.com
    kabelbw.de kabelmail.de keemail.me kolabnow.com kpnmail.nl laposte.net libero.it
    lineone.net list.ru livemail.tw mac.com magenta.de mail.bg mail.com mail.de mail.ee
    mail.gmx mail.ru mailbox.org mailfence.com mailo.com me.com mein.gmx
    messagingengine.com meta.ua mindspring.com movistar.es mozmail.com msn.com
    myyahoo.com narod.ru nate.com naver.com netcologne.de netscape.com netscape.net
    netvigator.com netzero.net neuf.fr noos.fr ntlworld.com numericable.fr o2.co.uk
    o2.pl o2online.de onet.eu onet.pl online.de online.nl online.no onlinehome.de
    onmicrosoft.com ono.com op.pl optonline.net optusnet.com.au orange.fr outlook.com.mx
    pandora.be passport.com planet.nl plus.com plusnet.com pm.me poczta.onet.pl post.com
    post.cz post.sk poste.it privaterelay.appleid.com proton.me protonmail.ch
    protonmail.com proximus.be qq.com quickline.ch quicknet.nl rambler.ru rediffmail.com
    riseup.net rocketmail.com rogers.com runbox.com sapo.pt sbcglobal.net scarlet.be
    secure.mailbox.org seznam.cz sfr.fr shaw.ca simplelogin.com sina.cn sina.com sky.com
    skynet.be sofort-start.de sofort-surf.de sofortstart.de sofortsurf.de sohu.com
    solcon.nl spoluzaci.cz startmail.com sunrise.ch supanet.com swissonline.ch
    sympatico.ca t-online.de talk21.com talktalk.net tele2.nl telefonica.net telenet.be
    teletu.it telfort.nl telia.com telus.net terra.com.br terra.es tim.it tin.it
    tiscali.co.uk tiscali.it tlen.pl tuta.com tuta.io tutamail.com tutanota.com
    tutanota.de ukr.net unitybox.de uol.com.br upcmail.be upcmail.nl usa.com usa.net
    verizon.net versanet.de videotron.ca vip.qq.com virgilio.it virgin.net
    virginmedia.com vodafone.de vodafone.it vodafonemail.de voila.fr volny.cz voo.be
    wanadoo.fr wanadoo.nl web.de windowslive.com wmconnect.com wp.pl xs4all.nl
    xtra.co.nz ya.ru yeah.net ymail.com zeelandnet.nl ziggo.nl zohocloud.ca
    zohomailcloud.ca zonnet.nl
"""

FREE_MAIL = frozenset(OTHER.split() + MAIL_COM.split()) | {
    f"{name}.{ending}"
    for name, endings in NATIONAL.items()
    for ending in endings.split()
}
