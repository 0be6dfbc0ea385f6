// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.tcb;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.cloister.api.Bytes;
import org.cloister.api.NearestNames;
import org.cloister.api.Problem;

/** Looks up processor generations in the table that {@link Generation} is. */
public final class Generations {
    private Generations() {}

    /** The generation of a processor; empty when no line of the table has it. */
    public static Optional<Generation> find(int family, int model) {
        return Arrays.stream(Generation.values())
                .filter(one -> one.includes(family, model))
                .findFirst();
    }

    /**
     * The generation of a processor.
     *
     * @param family base and extended family together
     * @param model base and extended model together
     * @throws org.cloister.api.CloisterException {@code generation.unknown} naming both
     */
    public static Generation of(int family, int model) {
        return find(family, model)
                .orElseThrow(() -> Problem.input(TcbCodes.GENERATION_UNKNOWN, "this processor generation is not known")
                        .found(String.format(Locale.ROOT, "family 0x%02x, model 0x%02x", family, model))
                        .expected(processors())
                        .exception());
    }

    /**
     * The generation with a name, whatever its case: a product line, or another name its processors are sold under.
     *
     * @throws org.cloister.api.CloisterException {@code generation.name}, offering the nearest names
     */
    public static Generation named(String name) {
        return Arrays.stream(Generation.values())
                .filter(one -> one.names().stream().anyMatch(name::equalsIgnoreCase))
                .findFirst()
                .orElseThrow(
                        () -> Problem.input(TcbCodes.GENERATION_NAME, "there is no processor generation of this name")
                                .found(name)
                                .remedy(NearestNames.offer(name, allNames()))
                                .exception());
    }

    /** The generation whose root has a fingerprint; empty when none has. */
    public static Optional<Generation> ofRoot(Bytes fingerprint) {
        return Arrays.stream(Generation.values())
                .filter(one -> one.rootFingerprint().filter(fingerprint::equals).isPresent())
                .findFirst();
    }

    /** The generations that have SEV-SNP, the oldest first. */
    public static List<Generation> withSnp() {
        return Arrays.stream(Generation.values()).filter(Generation::snp).toList();
    }

    private static List<String> allNames() {
        return Arrays.stream(Generation.values())
                .flatMap(one -> one.names().stream())
                .toList();
    }

    private static String processors() {
        return Arrays.stream(Generation.values())
                .map(one -> String.format(
                        Locale.ROOT, "%s (family 0x%02x, models %s)", one.product(), one.family(), models(one)))
                .collect(Collectors.joining(", "));
    }

    private static String models(Generation one) {
        return one.models().stream().map(ModelRange::toString).collect(Collectors.joining(" "));
    }
}
