// SPDX-License-Identifier: Apache-2.0
package org.cloister.fuzz;

import java.util.Arrays;
import org.cloister.api.CloisterException;

/** The fuzzer's target: the first byte of an input chooses the parser, the rest is what it reads. */
public final class EveryParser {
    private static final Parser[] PARSERS = Parser.values();

    private EveryParser() {}

    /** Called for each input. Whatever leaves but a refusal is a finding. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        try {
            PARSERS[(input[0] & 0xff) % PARSERS.length].read(Arrays.copyOfRange(input, 1, input.length));
        } catch (CloisterException refused) {
            // What parsers may end in, and nothing else
            refused.problem().message();
        }
    }
}
