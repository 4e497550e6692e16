"""The gender of a noun, guessed from its ending and a list of the frequent exceptions.

Plural matters in Italian alone (fiore, but case).
For agreement of numbers only (doscientas personas, duas filhas, vingt et une pages), so nouns that
are counted matter and rare ones do not. Returns "f" or "m"; unknown endings are masculine.
"""

# ruff: noqa: SIM905 - word lists read better as text
# ruff: noqa: FBT001 - the signature of Grammar.gender
from __future__ import annotations

import re

_ES_FEMININE = frozenset(
    (
        "mujer mujeres noche noches vez veces tarde tardes ley leyes calle calles clase clases "
        "parte partes fuente fuentes llave llaves nave naves nube nubes red redes luz luces voz "
        "voces cruz cruces mano manos foto fotos moto motos flor flores pared paredes imagen "
        "imágenes orden órdenes serie series sede sedes base bases frase frases fase fases muerte "
        "muertes madre madres serpiente serpientes actriz actrices raíz raíces cárcel cárceles "
        "señal señales catedral catedrales crisis tesis carne carnes suerte mente mentes torre "
        "torres cumbre cumbres piel pieles sílaba gente gentes nave ave aves cifra superficie "
        "superficies especie especies miel sal tribu tribus radio hipótesis labor labores razón "
        "razones web webs res reses"
    ).split()
)
_ES_MASCULINE = re.compile(
    r"^(?:días?|mapas?|planetas?|idiomas?|climas?|poetas?|atletas?|turistas?|artistas?|ciclistas?"
    r"|especialistas?|futbolistas?|colegas?|tranvías?|sofás?|gramas?|policías?|guardias?|dálmatas?"
    r"|cometas?|pijamas?|gorilas?|aromas?|diplomas?|drama?s?|.*(?:gramas?|emas?|omas?|istas?))$"
)
_ES_FEMININE_END = re.compile(r"(?:as?|ci[óo]n(?:es)?|si[óo]n(?:es)?|[dt]ad(?:es)?|tud(?:es)?)$")

_PT_FEMININE = frozenset(
    (
        "mulher mulheres noite noites vez vezes tarde tardes lei leis parte partes fonte fontes "
        "rede redes luz luzes voz vozes cruz cruzes mão mãos foto fotos moto motos flor flores "
        "parede paredes ordem ordens série séries base bases frase frases fase fases morte mortes "
        "mãe mães irmã irmãs atriz atrizes raiz raízes crise crises tese teses torre torres chave "
        "chaves classe classes nuvem nuvens imagem imagens árvore árvores cor cores dor dores "
        "pele peles sede sedes mente mentes gente gentes ave aves espécie espécies superfície "
        "superfícies tribo tribos equipe equipes cidade cidades"
    ).split()
)
_PT_MASCULINE = re.compile(
    r"^(?:dias?|mapas?|planetas?|idiomas?|climas?|poetas?|atletas?|turistas?|artistas?|colegas?"
    r"|sofás?|gramas?|cometas?|pijamas?|gorilas?|chás?|"
    r"corações|balões|limões|.*(?:gramas?|emas?|omas?|istas?))$"
)
_PT_FEMININE_END = re.compile(
    r"(?:as?|ãs?|ção|ções|[dtgx]*(?:são|sões)|[dt]ades?|tudes?|gens?|gem)$"
)

_FR_FEMININE = frozenset(
    (
        "heure minute seconde année femme fille fois page ville table chaise maison main nuit "
        "tonne voix rue place photo image langue équipe carte chambre porte vidéo victime lettre "
        "ligne plante étoile tasse bouteille assiette étape pièce personne mère sœur tête vie "
        "vache pomme journée soirée fleur mer clé clef chose école église île arme lampe robe "
        "jupe chemise dent jambe oreille bière pizza crêpe salade orange banane tomate carotte "
        "part moitié couleur odeur peur erreur valeur douleur loi foi cour dame reine princesse "
        "semaine centaine dizaine douzaine quinzaine vingtaine œuvre histoire victoire mémoire "
        "grande petite bonne vieille seule longue haute mauvaise vraie grosse jolie "
        "nouvelle belle dernière première prochaine certaine lente forte franche fraîche blanche "
        "voiture norme forme réforme route minute question réponse marque banque phrase classe "
        "place note vague plage piste liste fête bête guerre terre pierre lumière rivière "
        "frontière matière affaire fenêtre feuille médaille bataille taille étudiante cliente "
        "habitante enseignante militante usine cuisine machine colline médecine caisse caméra "
        "marche campagne montagne tranche branche manche couche bouche poche tâche livraison "
        "saison raison boisson chanson leçon façon fraction part fin faim soif nation action "
        "société entreprise boutique usine ferme chèvre poule brebis souris fourmi dette taxe "
        "boîte flèche mèche chaîne graine veine peine reine laine épreuve preuve piscine cabine "
        "ruine"
    ).split()
)
_FR_MASCULINE = frozenset(
    (
        "musée lycée trophée silence génie incendie parapluie foie domaine territoire côté été "
        "comité traité député murmure mercure centre mètre kilomètre litre squelette dictionnaire "
        "murs pays livre âge étage village voyage"
    ).split()
)
_FR_FEMININE_END = re.compile(
    r"(?:[tsx]ion|ité|ée|ette|elle|[ae]nce|ure|euse|trice|ienne|onne|esse|ille|ade|tude|ie|ière"
    r"|aine|té|aison|ine|une|enne|ouche|ique)$"
)

_IT_FEMININE = frozenset(
    (
        "mano mani notte notti voce voci legge leggi parte parti classe classi chiave chiavi luce "
        "luci croce croci foto moto radio madre madri moglie mogli gente serie base basi frase "
        "frasi fase fasi morte morti fonte fonti rete reti torre torri nave navi carne carni neve "
        "mente menti arte arti volpe volpi crisi tesi ipotesi analisi opinione città università "
        "attrice attrici stazione pagine auto email mail e-mail app serie fame sete febbre "
        "valle colpe "
        "canzone lezione nazione ragione stagione azione regione"
    ).split()
)
_IT_MASCULINE = re.compile(
    r"^(?:problema|sistema|tema|programma|poeta|pianeta|clima|dramma|panorama|turista|artista"
    r"|papa|euro|.*(?:grammo|amma|ista))$"
)
_IT_FEMININE_END = re.compile(r"(?:a|zione|zioni|sione|sioni|tà|tù|trice|trici)$")


def spanish(noun: str, plural: bool = False) -> str:
    if noun in _ES_FEMININE:
        return "f"
    return "f" if _ES_FEMININE_END.search(noun) and not _ES_MASCULINE.search(noun) else "m"


def portuguese(noun: str, plural: bool = False) -> str:
    if noun in _PT_FEMININE:
        return "f"
    return "f" if _PT_FEMININE_END.search(noun) and not _PT_MASCULINE.search(noun) else "m"


def french(noun: str, plural: bool = False) -> str:
    stem = noun.removesuffix("s")
    if noun in _FR_FEMININE or stem in _FR_FEMININE:
        return "f"
    return "f" if _FR_FEMININE_END.search(stem) and stem not in _FR_MASCULINE else "m"


def italian(noun: str, plural: bool = False) -> str:
    if noun in _IT_FEMININE or (plural and noun.endswith("e")):
        return "f"
    return "f" if _IT_FEMININE_END.search(noun) and not _IT_MASCULINE.search(noun) else "m"
