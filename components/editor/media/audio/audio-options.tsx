"use client";

import { useId } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { CommandSwitch } from "@/components/editor/command-switch";
import { useEditor, usePreferences } from "@/components/editor/editor-context";
import { cn } from "@/components/ui/cn";
import { Label } from "@/components/ui/field";
import { controlClasses } from "@/components/ui/input";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { Slider } from "@/components/ui/slider";
import { COLOR_SCALES } from "@/lib/audio/color-scale";
import { FREQUENCY_SCALES } from "@/lib/audio/frequency-axis";
import { FFT_SIZES, LANE_GROUPINGS, type Preferences } from "@/lib/editor/preferences";
import { useAudioEditor } from "./use-audio-editor";

const SWITCHES = [
  "audio.follow",
  "audio.snap",
  "view.label-names",
  "audio.channels",
  "audio.spectrum",
] as const;
/** Upper limits to choose from, in Hz: speech, telephone, music; 0 is all there is. */
const LIMITS_HZ = [4_000, 5_000, 8_000, 12_000, 16_000, 0] as const;
const LOWEST_DB = -120;

/** How sound and regions are shown. Nothing of it changes what is saved. */
export function AudioOptions() {
  const t = useTranslations("audio.options");
  const { preferences } = useEditor();
  const laneGrouping = usePreferences((state) => state.laneGrouping);
  const hasSpectrum = usePreferences((state) => state.showSpectrum);
  return (
    <div className="grid gap-3">
      <div className="grid gap-1">
        <span className="font-medium text-xs">{t("lanes")}</span>
        <SegmentedControl
          label={t("lanes")}
          className="w-full"
          value={laneGrouping}
          onValueChange={(value) => preferences.setState({ laneGrouping: value })}
          segments={LANE_GROUPINGS.map((value) => ({ value, label: t(`grouping.${value}`) }))}
        />
      </div>
      <div className="grid gap-1 border-t pt-2">
        {SWITCHES.map((command) => (
          <CommandSwitch key={command} command={command} />
        ))}
      </div>
      {hasSpectrum ? <SpectrumOptions /> : null}
    </div>
  );
}

function SpectrumOptions() {
  const t = useTranslations("audio.options");
  const format = useFormatter();
  const { preferences } = useEditor();
  const { item } = useAudioEditor();
  const state = usePreferences((all) => all);
  const kilohertz = (hz: number) => `${format.number(hz / 1_000)} kHz`;
  return (
    <div className="grid gap-2.5 border-t pt-2">
      <Choice
        label={t("colors")}
        value={state.spectrumColors}
        options={COLOR_SCALES.map((value) => ({ value, label: t(`scales.${value}`) }))}
        onChange={(spectrumColors) => preferences.setState({ spectrumColors })}
      />
      <Choice
        label={t("fftSize")}
        value={String(state.spectrumFftSize)}
        options={FFT_SIZES.map((value) => ({ value: String(value), label: format.number(value) }))}
        onChange={(value) => {
          const size = FFT_SIZES.find((each) => String(each) === value);
          if (size) preferences.setState({ spectrumFftSize: size });
        }}
      />
      <Choice
        label={t("frequencies")}
        value={state.spectrumScale}
        options={FREQUENCY_SCALES.map((value) => ({ value, label: t(`frequencyScales.${value}`) }))}
        onChange={(spectrumScale) => preferences.setState({ spectrumScale })}
      />
      <Choice
        label={t("maxHz")}
        value={String(state.spectrumMaxHz)}
        options={LIMITS_HZ.filter((hz) => hz < item.sampleRate / 2).map((hz) => ({
          value: String(hz),
          label: kilohertz(hz === 0 ? item.sampleRate / 2 : hz),
        }))}
        onChange={(value) => preferences.setState({ spectrumMaxHz: Number(value) })}
      />
      <Range
        label={t("minHz")}
        shown={kilohertz(state.spectrumMinHz)}
        value={[state.spectrumMinHz]}
        {...{ min: 0, max: 2_000, step: 50 }}
        onChange={([spectrumMinHz = 0]) => preferences.setState({ spectrumMinHz })}
      />
      <Range
        label={t("decibels")}
        shown={`${state.spectrumMinDb} … ${state.spectrumMaxDb} dB`}
        value={[state.spectrumMinDb, state.spectrumMaxDb]}
        {...{ min: LOWEST_DB, max: 0, step: 5 }}
        onChange={([low = -90, high = -20]) => preferences.setState(decibelRange(low, high))}
      />
    </div>
  );
}

/** Both stay in their own limits, and apart. */
function decibelRange(
  low: number,
  high: number,
): Pick<Preferences, "spectrumMinDb" | "spectrumMaxDb"> {
  const spectrumMinDb = Math.min(-20, low);
  return { spectrumMinDb, spectrumMaxDb: Math.max(-60, spectrumMinDb + 10, high) };
}

function Choice<V extends string>(props: {
  label: string;
  value: V;
  options: readonly { value: V; label: string }[];
  onChange(value: V): void;
}) {
  const { label, value, options, onChange } = props;
  const id = useId();
  const isKnown = options.some((option) => option.value === value);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_8rem] items-center gap-2">
      <Label htmlFor={id} className="font-normal">
        {label}
      </Label>
      <select
        id={id}
        className={cn(controlClasses, "h-7 px-2")}
        value={isKnown ? value : options.at(-1)?.value}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value);
          if (chosen) onChange(chosen.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}

function Range(props: {
  label: string;
  shown: string;
  value: number[];
  min: number;
  max: number;
  step: number;
  onChange(value: number[]): void;
}) {
  const { label, shown, value, min, max, step, onChange } = props;
  return (
    <div className="grid gap-1">
      <span className="flex justify-between gap-2">
        <span>{label}</span>
        <span data-numeric className="text-muted-foreground">
          {shown}
        </span>
      </span>
      <Slider label={label} {...{ value, min, max, step }} onValueChange={onChange} />
    </div>
  );
}
