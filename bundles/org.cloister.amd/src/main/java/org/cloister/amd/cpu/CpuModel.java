// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.cpu;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cloister.api.CloisterException;
import org.cloister.api.NearestNames;
import org.cloister.api.Problem;

/**
 * A processor model by QEMU's name, with the family, model and stepping that its CPUID answers (AMD CPUID
 * specification, 25481, Fn0000_0001_EAX). Immutable.
 *
 * @param name in QEMU's spelling
 * @param family base and extended family together, 0 to 270
 * @param model base and extended model together, 0 to 255
 * @param stepping 0 to 15
 */
public record CpuModel(String name, int family, int model, int stepping) {
    // QEMU's versions of one model differ in features only, never in family, model and stepping.
    private static final List<CpuModel> TABLE = Stream.of(
                    versions("EPYC", 5, 23, 1, 2),
                    Stream.of(new CpuModel("EPYC-IBPB", 23, 1, 2)),
                    versions("EPYC-Rome", 5, 23, 49, 0),
                    versions("EPYC-Milan", 3, 25, 1, 1),
                    versions("EPYC-Genoa", 2, 25, 17, 0),
                    versions("EPYC-Turin", 1, 26, 0, 0))
            .flatMap(Function.identity())
            .toList();

    private static final Pattern VERSION = Pattern.compile("(.+)-v[1-9][0-9]?");
    private static final Pattern SIGNATURE =
            Pattern.compile(",\\s*[+-]?(family|model|stepping)\\s*(=|,|$)", Pattern.CASE_INSENSITIVE);
    /** Models of QEMU's that are whatever the host has. */
    private static final Set<String> OF_THE_HOST = Set.of("host", "max", "host-passthrough", "host-model", "maximum");

    private static final Map<String, CpuModel> BY_NAME =
            TABLE.stream().collect(Collectors.toUnmodifiableMap(CpuModel::name, Function.identity()));

    /** Checks that there is a name, and the ranges. */
    public CpuModel {
        Objects.requireNonNull(name, "name");
        CpuSignature.of(family, model, stepping);
    }

    /** All models that are known, by generation. */
    public static List<CpuModel> all() {
        return TABLE;
    }

    /**
     * The model with a name, spelt exactly so. What stands behind a comma, as QEMU's {@code -cpu} has it, are features:
     * they change nothing of family, model and stepping, unless they set just these, which is refused. A version
     * changes nothing of them, so that any is taken.
     *
     * @throws org.cloister.api.CloisterException {@code vcpu.type}, offering names that are near, or for a feature that
     *     sets family, model or stepping
     */
    public static CpuModel named(String name) {
        String alone = name.split(",", 2)[0];
        requireOwnSignature(name);
        CpuModel model = BY_NAME.get(alone);
        if (model == null) {
            model = ofOtherVersion(alone).orElseThrow(() -> unknown(name, alone));
        }
        return model;
    }

    private static Optional<CpuModel> ofOtherVersion(String name) {
        Matcher version = VERSION.matcher(name);
        return version.matches() && BY_NAME.containsKey(version.group(1) + "-v1")
                ? Optional.of(BY_NAME.get(version.group(1)))
                        .map(any -> new CpuModel(name, any.family, any.model, any.stepping))
                : Optional.empty();
    }

    /** QEMU's properties of these names replace the model's own numbers, which are measured. */
    private static void requireOwnSignature(String name) {
        if (SIGNATURE.matcher(name).find()) {
            throw Problem.input(CpuCodes.VCPU_TYPE, "this vCPU type changes the signature, which is measured")
                    .at("vcpu-type")
                    .found(name)
                    .expected("no family, model or stepping behind a comma")
                    .remedy("give the signature itself: --vcpu-sig, or --vcpu-family, --vcpu-model and --vcpu-stepping")
                    .exception();
        }
    }

    private static CloisterException unknown(String name, String alone) {
        boolean host = OF_THE_HOST.contains(alone);
        return Problem.input(
                        CpuCodes.VCPU_TYPE,
                        host ? "this vCPU type is the host's, which is not known here" : "this vCPU type is not known")
                .at("vcpu-type")
                .found(name)
                .expected("one of QEMU's EPYC models, or a signature")
                .remedy(
                        host
                                ? "give --vcpu-sig: what CPUID leaf 1 answers in EAX on that host"
                                : NearestNames.offer(alone, BY_NAME.keySet()))
                .exception();
    }

    /** The models that have a signature, in the table's order; none for one that is not known. */
    public static List<CpuModel> withSignature(int signature) {
        return TABLE.stream().filter(model -> model.signature() == signature).toList();
    }

    /** What CPUID leaf 1 answers in EAX: unsigned 32 bits. */
    public int signature() {
        return CpuSignature.of(family, model, stepping).eax();
    }

    private static Stream<CpuModel> versions(String name, int versions, int family, int model, int stepping) {
        Stream<String> numbered =
                Stream.iterate(1, i -> i <= versions, i -> i + 1).map(i -> name + "-v" + i);
        return Stream.concat(Stream.of(name), numbered).map(one -> new CpuModel(one, family, model, stepping));
    }
}
