// SPDX-License-Identifier: Apache-2.0
package org.cloister.benchmarks.reports;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** OpenSSL's own measurement of P-384, by the clock on the wall as the others here. */
final class OpenSsl {
    private static final String[] COMMAND = {"openssl", "speed", "-elapsed", "-mr", "-seconds", "3", "ecdsap384"};

    /** Number, bits, signatures made and verified in a second. */
    private static final Pattern RESULT = Pattern.compile("(?m)^\\+F4:\\d+:384:[\\d.]+:([\\d.]+)$");

    private OpenSsl() {}

    /** Signatures that it verifies in a second on one thread. */
    static double verifiesPerSecond() throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(COMMAND).redirectError(Redirect.DISCARD).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        Matcher result = RESULT.matcher(output);
        if (process.waitFor() != 0 || !result.find()) {
            throw new IOException(String.join(" ", COMMAND) + " gave no result: " + output);
        }
        return Double.parseDouble(result.group(1));
    }
}
