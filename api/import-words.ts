import type { Sentences } from '../workflows/flow/words/in-language.js';

/** What is said about a file of customers. */
export const IMPORT_SENTENCES: Sentences = {
  'The columns of events are told by their headings only.': [
    'Las columnas de los eventos se reconocen solo por su cabecera.',
    'Les colonnes des événements se reconnaissent à leur en-tête seulement.',
  ],
  'A file of events needs a column “type” and a column “date”.': [
    'Un archivo de eventos necesita una columna «type» y una columna «date».',
    'Un fichier d’événements demande une colonne « type » et une colonne « date ».',
  ],
  'Write when it happened as 2026-11-20 or 2026-11-20 15:04.': [
    'Escriba cuándo pasó como 2026-11-20 o 2026-11-20 15:04.',
    'Écrivez quand c’est arrivé comme 2026-11-20 ou 2026-11-20 15:04.',
  ],
  'Journeyman makes this event itself; it cannot come from a file.': [
    'Este evento lo crea Journeyman; no puede venir de un archivo.',
    'Journeyman crée lui-même cet événement ; il ne peut venir d’un fichier.',
  ],
  'It came from a file, so nobody was taken into a journey by it.': [
    'Vino de un archivo, así que nadie entró por él en un recorrido.',
    'Il vient d’un fichier : personne n’est entré par lui dans un parcours.',
  ],
  'Line {0} is about the same customer. Keep one of the two.': [
    'La línea {0} trata del mismo cliente. Deje una de las dos.',
    'La ligne {0} concerne le même client. Gardez l’une des deux.',
  ],
  'The number belongs to one customer here and the email address to another. Correct one of them.': [
    'Aquí el número es de un cliente y el correo de otro. Corrija uno de los dos.',
    'Ici, le numéro est celui d’un client et l’e-mail celui d’un autre. Corrigez l’un des deux.',
  ],
  'The file is empty. Choose one with a heading and a row for each customer.': [
    'El archivo está vacío. Elija uno con cabecera y una fila por cliente.',
    'Le fichier est vide. Choisissez-en un avec un en-tête et une ligne par client.',
  ],
  'This is no text file. In a spreadsheet, choose “Save as” and “CSV”, then bring that file.': [
    'Esto no es un archivo de texto. En la hoja de cálculo elija «Guardar como» y «CSV», y traiga ese archivo.',
    'Ce n’est pas un fichier texte. Dans le tableur, choisissez « Enregistrer sous » puis « CSV », et apportez ce fichier.',
  ],
  'The file has a heading and no rows below it. Each customer is a row of its own.': [
    'El archivo tiene cabecera y ninguna fila debajo. Cada cliente es una fila.',
    'Le fichier a un en-tête et aucune ligne dessous. Chaque client est une ligne.',
  ],
  'The file has {0} rows; at most {1} are taken at once. Cut it in parts, each with the heading.': [
    'El archivo tiene {0} filas; se admiten {1} de una vez. Divídalo en partes, cada una con la cabecera.',
    'Le fichier a {0} lignes ; {1} au plus sont prises à la fois. Coupez-le en parties, chacune avec l’en-tête.',
  ],
  'A quotation mark (") is opened and never closed, so the rows after it cannot be told apart. Close it, or write two ("") for one inside a cell.':
    [
      'Unas comillas (") se abren y no se cierran, y las filas que siguen no se distinguen. Ciérrelas, o escriba dos ("") si van dentro de una celda.',
      'Un guillemet (") est ouvert et jamais fermé : les lignes suivantes ne se distinguent plus. Fermez-le, ou écrivez-en deux ("") à l’intérieur d’une cellule.',
    ],
  'Line {0} cannot be read: a quotation mark (") stands inside a cell. Put the whole cell in quotation marks and write it twice ("").':
    [
      'La línea {0} no se puede leer: hay unas comillas (") dentro de una celda. Ponga toda la celda entre comillas y escríbalas dos veces ("").',
      'La ligne {0} est illisible : un guillemet (") se trouve dans une cellule. Mettez toute la cellule entre guillemets et doublez-le ("").',
    ],
  'This row has {0} cells and the heading has {1}. Put a cell that holds the separator in quotation marks.': [
    'Esta fila tiene {0} celdas y la cabecera {1}. Ponga entre comillas la celda que contiene el separador.',
    'Cette ligne a {0} cellules et l’en-tête {1}. Mettez entre guillemets la cellule qui contient le séparateur.',
  ],
  'This is too long: at most {0} characters are kept.': [
    'Es demasiado largo: se guardan {0} caracteres como mucho.',
    'C’est trop long : {0} caractères au plus sont gardés.',
  ],
  'Write the country with two letters, such as ES.': [
    'Escriba el país con dos letras, como ES.',
    'Écrivez le pays en deux lettres, comme FR.',
  ],
  'This is no phone number we can reach. Write it with its country, such as +34600111222.': [
    'No es un teléfono al que podamos llegar. Escríbalo con su país, como +34600111222.',
    'Nous ne pouvons pas joindre ce numéro. Écrivez-le avec son pays, comme +33612345678.',
  ],
  'This is no email address. It reads like name@example.com.': [
    'Esto no es un correo. Se escribe como nombre@example.com.',
    'Ce n’est pas un e-mail. Il s’écrit comme nom@example.com.',
  ],
  'Write the language as es or en-GB.': [
    'Escriba el idioma como es o en-GB.',
    'Écrivez la langue comme fr ou en-GB.',
  ],
  'Write the time zone as Europe/Madrid.': [
    'Escriba la zona horaria como Europe/Madrid.',
    'Écrivez le fuseau horaire comme Europe/Paris.',
  ],
  'A tag has at most 60 characters. Put a comma between two.': [
    'Una etiqueta tiene como mucho 60 caracteres. Ponga una coma entre dos.',
    'Une étiquette a au plus 60 caractères. Mettez une virgule entre deux.',
  ],
  'Write yes or no, or leave it empty.': [
    'Escriba sí o no, o déjelo vacío.',
    'Écrivez oui ou non, ou laissez vide.',
  ],
  'A yes needs where it comes from: add a column “consent source”, such as “signed form of 3 May”.': [
    'Un sí necesita su origen: añada una columna «origen del consentimiento», como «formulario firmado el 3 de mayo».',
    'Un oui doit dire d’où il vient : ajoutez une colonne « origine du consentement », comme « formulaire signé le 3 mai ».',
  ],
  'The heading has {0} columns and you named {1}.': [
    'La cabecera tiene {0} columnas y usted ha nombrado {1}.',
    'L’en-tête a {0} colonnes et vous en avez nommé {1}.',
  ],
  'Two columns mean the same. Choose one of them, and leave the other out.': [
    'Dos columnas significan lo mismo. Elija una y deje la otra fuera.',
    'Deux colonnes disent la même chose. Choisissez-en une et laissez l’autre.',
  ],
  'No column says who a customer is. Say which one holds the name, email address or phone.': [
    'Ninguna columna dice quién es el cliente. Diga cuál tiene el nombre, el correo o el teléfono.',
    'Aucune colonne ne dit qui est le client. Dites laquelle contient le nom, l’e-mail ou le téléphone.',
  ],
  'One row has a fault, so nothing was brought in. Correct the file, or bring in the others only (badRows: skip).':
    [
      'Una fila tiene un fallo y no se ha traído nada. Corrija el archivo, o traiga solo las demás.',
      'Une ligne a un défaut : rien n’a été importé. Corrigez le fichier, ou n’importez que les autres.',
    ],
  '{0} rows have a fault, so nothing was brought in. Correct the file, or bring in the others only (badRows: skip).':
    [
      '{0} filas tienen fallos y no se ha traído nada. Corrija el archivo, o traiga solo las demás.',
      '{0} lignes ont un défaut : rien n’a été importé. Corrigez le fichier, ou n’importez que les autres.',
    ],
};
