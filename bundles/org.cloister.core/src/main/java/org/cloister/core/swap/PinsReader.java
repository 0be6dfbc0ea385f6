// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.swap;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.settings.Configurations;
import org.cloister.core.codes.CoreCodes;

/**
 * Reads who may come in from a configuration. What is set and says nothing, or is set under a wrong name, is refused:
 * it was meant to forbid.
 */
public final class PinsReader {
    private static final List<String> KEYS = List.of("folder", "canary", "accept", Pins.FILES, Pins.SIGNERS);
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    private PinsReader() {}

    /** What is wrong with the pins in a configuration, each at its key; empty when it can be read. */
    public static List<Problem> wrong(Map<String, ?> configuration) {
        return Stream.of(Pins.FILES, Pins.SIGNERS)
                .filter(configuration::containsKey)
                .flatMap(key -> wrong(key, configuration.get(key)).stream())
                .toList();
    }

    private static Optional<Problem> wrong(String key, Object value) {
        try {
            read(Map.of(key, value));
            return Optional.empty();
        } catch (CloisterException e) {
            return Optional.of(e.problem().at(key));
        }
    }

    /**
     * Who may come in.
     *
     * @throws CloisterException {@code settings.invalid}
     */
    static Pins read(Map<String, ?> configuration) {
        configuration.keySet().forEach(PinsReader::requireKnown);
        return new Pins(
                digests(configuration, Pins.FILES, "the SHA-256 of a file, as sha256sum prints it"),
                digests(configuration, Pins.SIGNERS, "the SHA-256 of a certificate, as keytool -printcert prints it"));
    }

    private static void requireKnown(String key) {
        if (!KEYS.contains(key) && !Configurations.isForeign(key)) {
            throw invalid(key, "there is no such setting")
                    .expected("one of " + KEYS)
                    .exception();
        }
    }

    private static Set<String> digests(Map<String, ?> configuration, String key, String expected) {
        if (!configuration.containsKey(key)) {
            return Set.of();
        }
        Set<String> digests = new TreeSet<>();
        for (String text : Configurations.texts(configuration.get(key))) {
            for (String word : text.split("[,\\s]+")) {
                if (!word.isEmpty()) {
                    digests.add(digest(key, word, expected));
                }
            }
        }
        if (digests.isEmpty()) {
            throw invalid(key, "it is set and names nothing")
                    .expected(expected)
                    .remedy("remove the setting where everything is to be let in")
                    .exception();
        }
        return digests;
    }

    /** Tools print digests in large letters too, and with colons. */
    private static String digest(String key, String word, String expected) {
        String digits = word.replace(":", "").toLowerCase(Locale.ROOT);
        if (!DIGEST.matcher(digits).matches()) {
            throw invalid(key, "this is not a SHA-256")
                    .found(word)
                    .expected(expected)
                    .exception();
        }
        return digits;
    }

    private static Problem invalid(String key, String what) {
        return Problem.host(CoreCodes.SETTINGS_INVALID, what).at(key + " in configuration " + BackendPins.PID);
    }
}
