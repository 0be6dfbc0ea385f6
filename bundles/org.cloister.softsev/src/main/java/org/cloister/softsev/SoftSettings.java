// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cloister.amd.report.PlatformInfo;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.NearestNames;
import org.cloister.api.Problem;
import org.cloister.api.settings.Configurations;
import org.cloister.softsev.codes.SoftSevCodes;
import org.cloister.softsev.model.AttestationSettings;
import org.cloister.softsev.model.EmulatedGeneration;
import org.cloister.softsev.model.FeatureInfo;
import org.cloister.softsev.model.HostSettings;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.softsev.model.PolicyLimits;

/** Reads the configuration {@code org.cloister.softsev}, and reports for every wrong setting why it is wrong. */
final class SoftSettings {
    private static final Pattern DIGEST = Pattern.compile("[0-9a-fA-F]{64}");

    private final Map<String, ?> configuration;
    private final Map<SoftSetting, Long> numbers = new EnumMap<>(SoftSetting.class);
    private final List<Problem> wrong = new ArrayList<>();
    private final Optional<PlatformSettings> platform;

    private SoftSettings(Map<String, ?> configuration) {
        this.configuration = configuration;
        configuration.keySet().stream().sorted().forEach(this::requireKnown);
        for (SoftSetting setting : SoftSetting.values()) {
            number(setting).ifPresent(number -> numbers.put(setting, number));
        }
        platform = platform();
        platform.ifPresent(this::resolve);
        requirePath(text(SoftSetting.STATE, ""));
        requireRoots();
        requireSwitch(SoftSetting.AMD_NAMES, text(SoftSetting.AMD_NAMES, "false"));
    }

    static SoftSettings read(Map<String, ?> configuration) {
        return new SoftSettings(configuration);
    }

    /** The platform; empty when something is wrong. */
    Optional<PlatformSettings> settings() {
        return wrong.isEmpty() ? platform : Optional.empty();
    }

    /** The folder that keeps its identity; empty also when something is wrong. */
    Optional<Path> state() {
        return Optional.of(text(SoftSetting.STATE, ""))
                .filter(path -> !path.isEmpty() && wrong.isEmpty())
                .map(Path::of);
    }

    List<Problem> wrong() {
        return List.copyOf(wrong);
    }

    /** The settings of the secure processor that differ in what they mean, by their names; both have to be right. */
    List<String> differingProcessor(SoftSettings other) {
        Map<String, Object> others = other.ofProcessor();
        return ofProcessor().entrySet().stream()
                .filter(one -> !one.getValue().equals(others.get(one.getKey())))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private Map<String, Object> ofProcessor() {
        Map<String, Object> all = new HashMap<>();
        numbers.forEach((setting, number) -> {
            if (!setting.isOfMachine()) {
                all.put(setting.key(), number);
            }
        });
        all.put(SoftSetting.GENERATION, platform.orElseThrow().generation());
        all.putAll(HostWords.of(platform.orElseThrow().host()));
        all.put(SoftSetting.TCB, text(SoftSetting.TCB, "").toLowerCase(Locale.ROOT));
        all.put(SoftSetting.SEND_ROOTS, roots());
        all.put(SoftSetting.AMD_NAMES, amdNames());
        all.put(SoftSetting.STATE, state());
        return all;
    }

    /** What it is set to, or is without, for messages. */
    String said(String key) {
        String said = inForce(key);
        return said.isEmpty() ? "none" : said;
    }

    /** What it is set to, or is without: what is left to the generation as the generation has it. */
    String inForce(String key) {
        String text = text(key, new SoftSevRules().defaults().get(key));
        if (key.equals(SoftSetting.GENERATION)) {
            return platform.map(made -> made.generation().word()).orElse(text);
        }
        return SoftSetting.of(key)
                .filter(setting -> setting.isOfGeneration() && platform.isPresent())
                .map(setting -> numbers.get(setting).toString())
                .orElse(text);
    }

    private void requireKnown(String key) {
        List<String> known = SoftSevRules.KEYS;
        if (!known.contains(key) && !Configurations.isForeign(key)) {
            wrong.add(Problem.input(SoftSevCodes.SOFTSEV_SETTING, "there is no such setting")
                    .at(key)
                    .expected("one of " + String.join(", ", known))
                    .remedy(NearestNames.offer(key, known)));
        }
    }

    private void requirePath(String path) {
        try {
            Path.of(path);
        } catch (InvalidPathException e) {
            wrong.add(invalid(SoftSetting.STATE, "this names no folder", e.getReason(), "the path of a folder"));
        }
    }

    private Optional<Long> number(SoftSetting setting) {
        String text = text(setting.key(), Long.toString(setting.usual()));
        Optional<Long> number = SettingNumber.parse(text).stream()
                .boxed()
                .filter(setting::allows)
                .findFirst();
        if (number.isEmpty()) {
            wrong.add(invalid(setting.key(), "this is not a number that is allowed here", text, setting.range()));
        }
        return number;
    }

    private Optional<PlatformSettings> platform() {
        GenerationSetting read = GenerationSetting.read(text(SoftSetting.GENERATION, ""), text(SoftSetting.STATE, ""));
        read.wrong().ifPresent(wrong::add);
        Optional<EmulatedGeneration> generation = read.generation();
        Optional<AttestationSettings> attestation = part(() -> AttestationSettings.of(
                        (int) number(SoftSetting.REPORT_VERSION, 0),
                        number(SoftSetting.PLATFORM_INFO, 0),
                        text(SoftSetting.TCB, ""),
                        number(SoftSetting.MITIGATIONS, 0))
                .withAmdNames(amdNames()));
        Optional<HostSettings> host = HostWords.read(key -> text(key, null), wrong::add);
        if (!wrong.isEmpty() || generation.isEmpty() || attestation.isEmpty()) {
            return Optional.empty();
        }
        if (!generation.get().snp()) {
            requireNothingOfSnp(generation.get());
        }
        PlatformSettings usual = PlatformSettings.of(generation.get());
        return part(() -> new PlatformSettings(
                        orOf(SoftSetting.ASID_MAX, usual.maxAsid()),
                        orOf(SoftSetting.ASID_FIRST_SEV, usual.firstSevAsid()),
                        orOf(SoftSetting.CBIT, usual.cbit()),
                        orOf(SoftSetting.PHYS_BITS_REDUCED, usual.reducedPhysBits()),
                        generation.get(),
                        value(SoftSetting.VMSA_FEATURES),
                        (int) value(SoftSetting.VCPUS_MAX),
                        value(SoftSetting.MEMORY_MAX),
                        attestation.get(),
                        policies(generation.get()),
                        host.get())
                .withSendRoots(roots()));
    }

    private void resolve(PlatformSettings made) {
        numbers.put(SoftSetting.ASID_MAX, (long) made.maxAsid());
        numbers.put(SoftSetting.ASID_FIRST_SEV, (long) made.firstSevAsid());
        numbers.put(SoftSetting.CBIT, (long) made.cbit());
        numbers.put(SoftSetting.PHYS_BITS_REDUCED, (long) made.reducedPhysBits());
    }

    private int orOf(SoftSetting setting, int generations) {
        int given = (int) value(setting);
        return given == 0 ? generations : given;
    }

    private void requireNothingOfSnp(EmulatedGeneration generation) {
        Stream<String> numbered = Arrays.stream(SoftSetting.values())
                .filter(setting -> setting.isOfSnp() && value(setting) != setting.usual())
                .map(SoftSetting::key);
        Stream<String> others = Stream.of(SoftSetting.TCB, SoftSetting.AMD_NAMES)
                .filter(key -> !List.of("", "false").contains(text(key, "")));
        Stream.concat(numbered, others)
                .forEach(key -> wrong.add(GenerationSetting.beyond(generation, key, text(key, ""))));
    }

    private PolicyLimits policies(EmulatedGeneration generation) {
        int given = (int) value(SoftSetting.SNP_FEATURES);
        FeatureInfo features = given == -1 ? FeatureInfo.of(generation) : FeatureInfo.withFeatures(given);
        boolean smt = new PlatformInfo(value(SoftSetting.PLATFORM_INFO)).has(PlatformInfo.Bit.SMT);
        return new PolicyLimits(smt, (int) value(SoftSetting.SOCKETS), features);
    }

    /** Digests in hexadecimal; what is none was reported by {@link #requireRoots}. */
    private Set<Bytes> roots() {
        return digests().filter(DIGEST.asMatchPredicate()).map(Bytes::ofHex).collect(Collectors.toUnmodifiableSet());
    }

    private void requireRoots() {
        digests()
                .filter(DIGEST.asMatchPredicate().negate())
                .findFirst()
                .ifPresent(text -> wrong.add(invalid(
                                SoftSetting.SEND_ROOTS,
                                "this is not the SHA-256 of anything",
                                text,
                                "64 hexadecimal digits each, separated by commas")
                        .remedy("take what sha256sum says of the ask_ark.cert that platform export wrote there")));
    }

    private Stream<String> digests() {
        return Stream.of(text(SoftSetting.SEND_ROOTS, "").split(","))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }

    private boolean amdNames() {
        return text(SoftSetting.AMD_NAMES, "false").equalsIgnoreCase("true");
    }

    private void requireSwitch(String key, String text) {
        if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
            wrong.add(invalid(key, "this is neither on nor off", text, "true or false"));
        }
    }

    /** Several settings together; the check of both reports which of them is wrong. */
    private <T> Optional<T> part(Supplier<T> making) {
        try {
            return Optional.of(making.get());
        } catch (CloisterException e) {
            wrong.add(e.problem());
            return Optional.empty();
        }
    }

    private long value(SoftSetting setting) {
        return numbers.get(setting);
    }

    /** A wrong one has been reported already. */
    private long number(SoftSetting setting, long otherwise) {
        return numbers.getOrDefault(setting, otherwise);
    }

    private String text(String key, String usual) {
        Object value = configuration.get(key);
        return value == null
                ? usual
                : String.join(", ", Configurations.texts(value)).strip();
    }

    private static Problem invalid(String key, String what, String found, String expected) {
        return Problem.input(SoftSevCodes.SOFTSEV_SETTING, what)
                .at(key)
                .found(found)
                .expected(expected);
    }
}
