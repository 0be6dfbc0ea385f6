// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.cloister.amd.tcb.Generation;
import org.cloister.amd.tcb.TcbComponent;
import org.cloister.amd.tcb.TcbLayout;
import org.cloister.amd.tcb.TcbVersion;
import org.cloister.api.Bytes;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;
import org.cloister.cli.codes.CliCodes;
import org.cloister.cli.value.ByteOption;

/** Names the key of a chip without a report: its hardware id, and the TCB version that the key is for. */
final class ChipOptions implements OptionGroup {
    private final OptionRows rows = new OptionRows();
    private final OptionRow<Bytes> chip = rows.text(
                    "--chip-id",
                    "HEX",
                    "Fetch the VCEK of this chip of --product: CHIP_ID as in reports, or as many bytes of it as the "
                            + "generation uses.")
            .as(Bytes.class, ByteOption.of(8, 64));
    private final OptionRow<String> tcb = rows.text(
            "--tcb",
            "TCB",
            "The reported TCB version that the VCEK is for: all components, bootloader=3,tee=0,snp=8,microcode=115, and "
                    + "fmc on Turin, or TCB_VERSION in hexadecimal, 0x7308000000000003.");

    boolean given() {
        return chip.value() != null || tcb.value() != null;
    }

    /** The hardware id; refused without a TCB version, as the key would not be known. */
    Bytes chip() {
        if (chip.value() == null || tcb.value() == null) {
            throw Problem.input(CliCodes.FETCH_WHAT, "the key of a chip is one for each TCB version")
                    .expected("--chip-id and --tcb")
                    .exception();
        }
        return chip.value();
    }

    /** The TCB version, in the layout of a generation. */
    TcbVersion tcb(Generation generation) {
        TcbLayout layout = generation.tcbLayout().orElseThrow();
        // Digits alone would be decimal here and are hexadecimal where Azure hands them out: neither is guessed
        boolean hex = tcb.value().startsWith("0x") || tcb.value().startsWith("0X");
        return hex
                ? new TcbVersion(
                        Numbers.parse(tcb.value(), 0, -1L).orElseThrow(() -> wrong(layout, tcb.value())), layout)
                : named(layout);
    }

    private TcbVersion named(TcbLayout layout) {
        Map<TcbComponent, Integer> components = new EnumMap<>(TcbComponent.class);
        for (String pair : tcb.value().split(",", -1)) {
            String[] parts = pair.strip().split("=", 2);
            TcbComponent name = TcbComponent.named(parts[0]).orElseThrow(() -> wrong(layout, pair));
            if (!layout.has(name)) {
                throw problem(layout, pair).at("--tcb, " + name.key()).exception();
            }
            String number = parts.length == 2 ? parts[1] : "";
            int value = (int) Numbers.parse(number, 0, 255).orElseThrow(() -> wrong(layout, pair));
            if (components.putIfAbsent(name, value) != null) {
                throw wrong(layout, pair + " again");
            }
        }
        List<TcbComponent> missing = layout.components().stream()
                .filter(one -> !one.spare() && !components.containsKey(one))
                .toList();
        if (!missing.isEmpty()) {
            throw wrong(layout, "no " + missing.get(0).key());
        }
        return TcbVersion.of(layout, components);
    }

    private static RuntimeException wrong(TcbLayout layout, String found) {
        return problem(layout, found).exception();
    }

    private static Problem problem(TcbLayout layout, String found) {
        String all = layout.components().stream()
                .filter(one -> !one.spare())
                .map(one -> one.key() + "=N")
                .collect(Collectors.joining(","));
        return Problem.input(CliCodes.FETCH_TCB, "this is not a whole TCB version of this generation")
                .at("--tcb")
                .found(found)
                .expected(all + ", each from 0 to 255, or 64 bits as 0x hexadecimal");
    }

    @Override
    public OptionRows rows() {
        return rows;
    }
}
