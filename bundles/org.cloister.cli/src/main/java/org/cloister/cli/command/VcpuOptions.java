// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.cloister.amd.cpu.CpuModel;
import org.cloister.amd.cpu.CpuSignature;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;
import org.cloister.cli.codes.CliCodes;
import org.cloister.cli.value.WholeNumber;

/** How many virtual processors there are, and of which model, which can be given in three ways. */
final class VcpuOptions implements OptionGroup {
    private static final String DEFAULT_TYPE = "EPYC-v4";

    private final OptionRows rows = new OptionRows();
    private final OptionRow<Integer> count = rows.text("--vcpus", "N", "How many virtual processors; 1 by default.")
            .as(Integer.class, new WholeNumber());
    private final OptionRow<String> type =
            rows.text("--vcpu-type", "NAME", "The processor model by QEMU's name; " + DEFAULT_TYPE + " by default.");
    private final OptionRow<String> signature = rows.text(
            "--vcpu-sig", "HEX", "The processor model by its signature (CPUID leaf 1, EAX), such as 0x800f12.");
    private final OptionRow<Integer> family = rows.text(
                    "--vcpu-family", "N", "The processor model by family, model and stepping.")
            .as(Integer.class, new WholeNumber());
    private final OptionRow<Integer> model =
            rows.text("--vcpu-model", "N", "See --vcpu-family.").as(Integer.class, new WholeNumber());
    private final OptionRow<Integer> stepping =
            rows.text("--vcpu-stepping", "N", "See --vcpu-family.").as(Integer.class, new WholeNumber());

    int count() {
        return count.value() == null ? 1 : count.value();
    }

    /** How many, where an option says so, else null. */
    Integer given() {
        return count.value();
    }

    /** QEMU's name; the default where the model is given otherwise. */
    String type() {
        return type.value() == null ? DEFAULT_TYPE : type.value();
    }

    /** The signature as text, if the model is given that way. */
    Optional<String> signature() {
        boolean byNumbers =
                Stream.of(family.value(), model.value(), stepping.value()).anyMatch(Objects::nonNull);
        if (Stream.of(type.value() != null, signature.value() != null, byNumbers)
                        .filter(given -> given)
                        .count()
                > 1) {
            throw Problem.input(CliCodes.VCPU_OPTIONS, "the vCPU model is given in more than one way")
                    .expected("one of --vcpu-type, --vcpu-sig, or --vcpu-family with -model and -stepping")
                    .exception();
        }
        return byNumbers ? Optional.of(ofNumbers()) : Optional.ofNullable(signature.value());
    }

    /** The signature as text, however the model is given; empty when no model is given. */
    Optional<String> modelSignature() {
        return type.value() == null
                ? signature()
                : Optional.of(Numbers.hex32(CpuModel.named(type.value()).signature()));
    }

    private String ofNumbers() {
        if (List.of(family.value() == null, model.value() == null, stepping.value() == null)
                .contains(true)) {
            throw Problem.input(CliCodes.VCPU_OPTIONS, "the vCPU model is given in part only")
                    .expected("--vcpu-family, --vcpu-model and --vcpu-stepping together")
                    .exception();
        }
        return "0x"
                + Integer.toHexString(CpuSignature.of(family.value(), model.value(), stepping.value())
                        .eax());
    }

    @Override
    public OptionRows rows() {
        return rows;
    }
}
