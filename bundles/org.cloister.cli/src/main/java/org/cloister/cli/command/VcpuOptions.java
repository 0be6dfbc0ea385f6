// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.cloister.amd.cpu.CpuModel;
import org.cloister.api.Problem;
import org.cloister.cli.value.WholeNumber;
import picocli.CommandLine.Option;

/** How many virtual processors there are, and of which model, which can be said in three ways. */
final class VcpuOptions {
    private static final String DEFAULT_TYPE = "EPYC-v4";

    @Option(
            names = "--vcpus",
            paramLabel = "N",
            defaultValue = "1",
            converter = WholeNumber.class,
            description = "How many virtual processors; 1 by default.")
    private int count;

    @Option(
            names = "--vcpu-type",
            paramLabel = "NAME",
            description = "The processor model by QEMU's name; " + DEFAULT_TYPE + " by default.")
    private String type;

    @Option(
            names = "--vcpu-sig",
            paramLabel = "HEX",
            description = "The processor model by its signature (CPUID leaf 1, EAX), such as 0x800f12.")
    private String signature;

    @Option(
            names = "--vcpu-family",
            paramLabel = "N",
            converter = WholeNumber.class,
            description = "The processor model by family, model and stepping.")
    private Integer family;

    @Option(names = "--vcpu-model", paramLabel = "N", converter = WholeNumber.class, description = "See --vcpu-family.")
    private Integer model;

    @Option(
            names = "--vcpu-stepping",
            paramLabel = "N",
            converter = WholeNumber.class,
            description = "See --vcpu-family.")
    private Integer stepping;

    int count() {
        return count;
    }

    /** QEMU's name; the default where the model is said otherwise. */
    String type() {
        return type == null ? DEFAULT_TYPE : type;
    }

    /** The signature as text, where the model is said that way. */
    Optional<String> signature() {
        boolean byNumbers = Stream.of(family, model, stepping).anyMatch(Objects::nonNull);
        if (Stream.of(type != null, signature != null, byNumbers)
                        .filter(given -> given)
                        .count()
                > 1) {
            throw Problem.input("vcpu.options", "the vCPU model is said in more than one way")
                    .expected("one of --vcpu-type, --vcpu-sig, or --vcpu-family with -model and -stepping")
                    .exception();
        }
        return byNumbers ? Optional.of(ofNumbers()) : Optional.ofNullable(signature);
    }

    /** The signature as text, in whichever way the model is said; empty when it is not said at all. */
    Optional<String> modelSignature() {
        return type == null
                ? signature()
                : Optional.of("0x" + Integer.toHexString(CpuModel.named(type).signature()));
    }

    private String ofNumbers() {
        if (List.of(family == null, model == null, stepping == null).contains(true)) {
            throw Problem.input("vcpu.options", "the vCPU model is said in part only")
                    .expected("--vcpu-family, --vcpu-model and --vcpu-stepping together")
                    .exception();
        }
        return "0x" + Integer.toHexString(CpuModel.signature(family, model, stepping));
    }
}
