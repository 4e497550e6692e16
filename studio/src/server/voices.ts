// The server's voices, with what is known about them beyond their names.
import { signal } from "@preact/signals";
import { Failure, getJson } from "./request";

export interface Voice {
  id: string;
  name: string;
  language: string;
  gender: string;
}

export const voices = signal<readonly Voice[]>([]);
export const voicesFailure = signal<Failure | null>(null);

export async function loadVoices(): Promise<void> {
  try {
    voices.value = (await getJson<{ voices: Voice[] }>("v1/audio/voices")).voices;
    voicesFailure.value = null;
  } catch (error) {
    voicesFailure.value = error instanceof Failure ? error : new Failure("failed", String(error));
  }
}

export function voiceName(id: string): string {
  return voices.value.find((voice) => voice.id === id)?.name ?? id;
}

/** Overall grades as the author of Kokoro-82M publishes them with the voices (VOICES.md). */
const GRADES: Record<string, string> = {
  af_heart: "A", af_alloy: "C", af_aoede: "C+", af_bella: "A-", af_jessica: "D", af_kore: "C+",
  af_nicole: "B-", af_nova: "C", af_river: "D", af_sarah: "C+", af_sky: "C-", am_adam: "F+",
  am_echo: "D", am_eric: "D", am_fenrir: "C+", am_liam: "D", am_michael: "C+", am_onyx: "D",
  am_puck: "C+", am_santa: "D-", bf_alice: "D", bf_emma: "B-", bf_isabella: "C", bf_lily: "D",
  bm_daniel: "D", bm_fable: "C", bm_george: "C", bm_lewis: "D+", ff_siwis: "B-", hf_alpha: "C",
  hf_beta: "C", hm_omega: "C", hm_psi: "C", if_sara: "C", im_nicola: "C", jf_alpha: "C+",
  jf_gongitsune: "C", jf_nezumi: "C-", jf_tebukuro: "C", jm_kumo: "C-", zf_xiaobei: "D",
  zf_xiaoni: "D", zf_xiaoxiao: "D", zf_xiaoyi: "D", zm_yunjian: "D", zm_yunxi: "D",
  zm_yunxia: "D", zm_yunyang: "D",
};

export function gradeOf(id: string): string | null {
  return GRADES[id] ?? null;
}

const SAMPLES: Record<string, string> = {
  en: "The kettle sings at four, and the whole house smells of oranges.",
  es: "La tetera canta a las cuatro y la casa huele a naranjas.",
  fr: "La bouilloire chante à quatre heures, et la maison sent l’orange.",
  hi: "चार बजे केतली गाती है और पूरे घर में संतरे की महक होती है।",
  it: "Il bollitore canta alle quattro e la casa profuma di arance.",
  ja: "四時になると、やかんが歌い、家じゅうがみかんの香りになります。",
  pt: "A chaleira canta às quatro, e a casa cheira a laranjas.",
  zh: "四点钟，水壶唱起歌来，满屋都是橙子的香味。",
};

export function sampleFor(language: string): string {
  return SAMPLES[language.slice(0, 2).toLowerCase()] ?? SAMPLES.en!;
}
