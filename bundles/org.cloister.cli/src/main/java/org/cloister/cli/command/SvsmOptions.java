// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import org.cloister.amd.launch.SnpPlanner;
import org.cloister.api.GuestType;
import org.cloister.api.Problem;
import org.cloister.api.guest.Image;
import org.cloister.cli.codes.CliCodes;
import org.cloister.cli.value.UnsignedNumber;

/** A secure VM service module below the firmware, and how much of the flash between them holds variables. */
final class SvsmOptions implements OptionGroup {
    private static final int MEBIBYTES = 16;

    private final OptionRows rows = new OptionRows();
    private final OptionRow<String> module =
            rows.text("--svsm", "FILE", "An SVSM below the firmware, such as COCONUT's svsm.bin; of sev-snp alone.");
    private final OptionRow<Long> size = rows.text(
                    "--vars-size", "N", "Bytes of variables in flash between the two; 540672 for OVMF of 4 MiB.")
            .as(Long.class, new UnsignedNumber(Integer.SIZE));
    private final OptionRow<String> file =
            rows.text("--vars-file", "FILE", "The file of these variables, whose size counts alone.");

    boolean given() {
        return module.value() != null;
    }

    /** Refuses what does not go together; what is measured of variables alone is nothing. */
    void check(GuestType type, boolean other) {
        boolean variables = size.value() != null || file.value() != null;
        if (!given() && variables) {
            throw wrong("--vars-size and --vars-file are for an SVSM, and none is given", "add --svsm FILE");
        }
        if (given() && (size.value() == null) == (file.value() == null)) {
            throw wrong(
                    "the place of an SVSM follows from the size of the variables below the firmware",
                    "give one of --vars-size N and --vars-file FILE");
        }
        if (given() && !type.equals(SnpPlanner.TYPE)) {
            throw wrong("guests of type " + type + " have no SVSM", "use --type sev-snp");
        }
        if (given() && other) {
            throw wrong(
                    "with an SVSM there is neither a search nor a firmware hash",
                    "leave --find, --firmware-hash and --print-firmware-hash out");
        }
    }

    private static RuntimeException wrong(String what, String remedy) {
        return Problem.input(CliCodes.MEASURE_OPTIONS, what).remedy(remedy).exception();
    }

    Image module(InputFiles files) {
        return files.read("--svsm", module.value(), MEBIBYTES);
    }

    long variables(InputFiles files) {
        return size.value() != null
                ? size.value()
                : files.read("--vars-file", file.value(), MEBIBYTES).content().length();
    }

    @Override
    public OptionRows rows() {
        return rows;
    }
}
