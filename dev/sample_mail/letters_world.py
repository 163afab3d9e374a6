# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Letters in other languages than English."""

from .script import Attachment, Letter, Thread

# The letters are set by hand, to be read as such.
# fmt: off
WORLD = (
    Thread("Rückfrage zu den Müslischalen", lang="de", age=8, letters=(
        Letter("lena", "anna", """{hello}

unsere Filiale in Lübeck möchte die Müslischalen auch in Größe L führen. Gibt es die
noch in Weiß, und wie lange wäre die Lieferzeit?

Für die Eröffnung bräuchten wir {few} Dutzend, gerne schon bis zum {date}.

{bye}"""),
        Letter("anna", "lena", """{hello}

ja, Größe L in Weiß ist ab Lager verfügbar. Ich lege Ihnen {few} Dutzend zurück, die
Lieferung würde am {date} bei Ihnen eintreffen. Der Stückpreis beträgt {price} EUR.

{bye}"""),
        Letter("lena", "anna", """{hello}

wunderbar, bitte genau so liefern. Die Bestellung trägt die Nummer {ref}.

{bye}"""),
    )),
    Thread("Lieferschein für Palette 7 fehlt", lang="de", letters=(
        Letter("joerg", "anna", """{hello}

zu Palette 7 ist heute früh kein Lieferschein angekommen. Könnten Sie ihn uns bitte
als PDF schicken? Ohne das Papier darf ich die Ware nicht einbuchen.

{bye}""", charset="windows-1252"),
        Letter("anna", "joerg", """{hello}

bitte entschuldigen Sie, der Lieferschein hing noch in unserem Drucker. Anbei das PDF.

{bye}""", attachments=(Attachment("pdf", "Lieferschein für Palette 7.pdf"),)),
    )),
    Thread("Überweisung zur Rechnung {ref}", lang="de", letters=(
        Letter("anke", "anna", """{hello}

die Rechnung {ref} über {total} EUR haben wir heute mit 2 % Skonto überwiesen. Bitte
prüfen Sie, ob der Betrag so für Sie in Ordnung ist.

{bye}"""),
    )),
    Thread("Devis pour la salle du petit-déjeuner", lang="fr", age=44, letters=(
        Letter("helene", "anna", """{hello}

nous rénovons la salle du petit-déjeuner cet hiver. Pourriez-vous nous établir un devis
pour 80 couverts complets, avec livraison à Lyon avant le {laterdate} ?

Théo vous enverra les dimensions exactes des étagères.

{bye}""", cc="theo"),
        Letter("theo", "anna", """{hello}

voici les dimensions : 38 cm de profondeur, 31 cm entre deux étagères. Les assiettes de
27 cm devraient donc passer sans problème.

{bye}""", cc="helene"),
        Letter("anna", "helene", """{hello}

merci pour ces précisions. Vous trouverez notre devis ci-joint ; il est valable six
semaines et comprend la livraison jusqu'à l'étage.

{bye}""", cc="theo", attachments=(Attachment("pdf", "Devis rénové – août.pdf"),)),
    )),
    Thread("Facture n° {ref} à corriger", lang="fr", letters=(
        Letter("camille", "anna", """{hello}

l'adresse de facturation n'est plus à jour : depuis septembre, notre siège se trouve
quai Saint-Antoine. Pourriez-vous nous renvoyer la facture {ref} corrigée ?

{bye}"""),
        Letter("anna", "camille", """{hello}

c'est corrigé, vous trouverez la facture avec la nouvelle adresse en pièce jointe.

{bye}""", attachments=(Attachment("pdf", "Facture corrigée.pdf", rfc2047=True),)),
    )),
    Thread("Pedido de otoño", lang="es", letters=(
        Letter("inigo", "ben", """{hello}

queremos ampliar la sección de menaje antes de Navidad. ¿Podría enviarnos {amount}
piezas de la serie azul mar y {half} de la serie arena? Si es posible, en una sola
entrega.

{bye}""", cc="marta"),
        Letter("ben", "inigo", """{hello}

muchas gracias por el pedido. Todo está disponible; la mercancía saldrá el {date} y
llegará a Valencia dos días después. El total asciende a {total} EUR.

{bye}""", cc="marta"),
        Letter("marta", "ben", """{hello}

confirmado. El muelle de descarga está abierto de ocho a dos.

{bye}"""),
    )),
    Thread("Diseño del escaparate", lang="es", letters=(
        Letter("pablo", "ben", """{hello}

le mando una foto de la maqueta del nuevo escaparate de la calle Colón. ¿Nos prestarían
seis jarras grandes hasta enero? Quedarían preciosas con la luz de la tarde.

{bye}""", attachments=(Attachment("photo", "maqueta señal.png", rfc2047=True),)),
        Letter("ben", "pablo", """{hello}

con mucho gusto. Las jarras salen mañana y no hace falta devolverlas.

{bye}"""),
    )),
    Thread("Παραγγελία για τη νέα σεζόν", lang="el", letters=(
        Letter("eleni", "anna", """{hello}

ετοιμάζουμε τους ξενώνες για τη νέα σεζόν και θα θέλαμε {amount} ποτήρια νερού και
{few} δωδεκάδες πετσέτες από λινό. Μπορείτε να μας στείλετε προσφορά μέχρι τις {date};

{bye}""", cc="nikos"),
        Letter("anna", "eleni", """{hello}

σας ευχαριστώ για το μήνυμα. Η προσφορά μας είναι συνημμένη και ισχύει για έξι
εβδομάδες.

{bye}""", cc="nikos", attachments=(Attachment("pdf", "Προσφορά ξενώνες.pdf"),)),
        Letter("nikos", "anna", """{hello}

η προσφορά είναι εντάξει. Παρακαλώ στείλτε τα όλα με το πλοίο της Παρασκευής στη Σύρο.

{bye}"""),
    )),
    Thread("Образцы новой глазури", lang="ru", letters=(
        Letter("olga", "ben", """{hello}

мы отправили вам образцы новой глазури: шесть тарелок и две чашки. Посылка должна прийти
{date}. Буду рада узнать ваше мнение, особенно о матовой поверхности.

{bye}""", transfer="8bit"),
        Letter("ben", "olga", """{hello}

the samples are here and the matt one is stunning. Could you make it in grey, too?

{bye}""", lang="en"),
        Letter("olga", "ben", """{hello}

серый цвет возможен, минимальная партия 300 штук. Прайс-лист прилагаю.

{bye}""", attachments=(Attachment("csv", "Прайс-лист.csv"),)),
    )),
    Thread("Отгрузка заказа {ref}", lang="ru", letters=(
        Letter("dmitry", "ben", """{hello}

заказ {ref} упакован и ждёт отгрузки. Машина выйдет из Риги {date}, документы я пришлю
в тот же день.

{bye}"""),
    )),
    Thread("秋の新作急須について", lang="ja", age=34, letters=(
        Letter("yumi", "anna", """{hello}

いつもお世話になっております。藤田陶器の中村です。
秋の新作急須が焼き上がりました。竹の取っ手は職人の手作りです。
見本を三点お送りしますので、ぜひご覧ください。

{bye}""", attachments=(Attachment("photo", "新作急須の写真.png"),)),
        Letter("anna", "yumi", """{hello}

the teapots are wonderful, thank you. We would like to order 120 for the autumn fair.

{bye}""", lang="en", cc="kenichi"),
        Letter("kenichi", "anna", """{hello}

ご注文ありがとうございます。
百二十個、九月末までに出荷いたします。
展示会のご成功をお祈りしております。

{bye}"""),
    )),
    Thread("出荷のご連絡", lang="ja", age=0, letters=(
        Letter("yumi", "anna ben", """{hello}

本日、急須六十個を出荷いたしました。
到着は二週間後の予定です。

{bye}"""),
    )),
    Thread("طلب عرض أسعار", lang="ar", letters=(
        Letter("layla", "ben", """{hello}

نرغب في الحصول على عرض أسعار لعدد {amount} من أكواب الماء لفندق جديد في دبي.
نرجو ذكر مدة التسليم وشروط الدفع.

{bye}""", style="gmail"),
        Letter("ben", "layla", """{hello}

our quote is attached. Delivery takes four weeks, payment is due 30 days after arrival.

{bye}""", lang="en", attachments=(Attachment("pdf", "عرض الأسعار.pdf"),)),
        Letter("layla", "ben", """{hello}

شكراً جزيلاً، العرض مناسب لنا وسنرسل أمر الشراء هذا الأسبوع.

{bye}""", style="gmail"),
    )),
    Thread("משלוח הקנקנים", lang="he", letters=(
        Letter("noa", "anna", """{hello}

הקנקנים ארוזים ויוצאים לנמל חיפה ב-{date}. צירפתי את רשימת האריזה.
נשמח לקבל אישור כשהמשלוח מגיע אליכם.

{bye}""", style="outlook", attachments=(Attachment("csv", "רשימת אריזה.csv"),)),
        Letter("anna", "noa", """{hello}

thank you Noa, the packing list is complete. I will write as soon as the pallet is here.

{bye}""", lang="en"),
    )),
)
