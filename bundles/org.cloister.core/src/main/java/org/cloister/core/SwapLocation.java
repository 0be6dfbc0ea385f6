// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.cloister.api.operate.BackendFile;

/**
 * The location of a bundle that a swap installed. A framework that keeps its bundles over a restart keeps this with
 * them, so that it says what was replaced, and what the bundle came from, whenever the process ended: nothing else has
 * to be written down.
 *
 * @param replaces the number of the bundle that was replaced, 0 for none
 * @param ranking how the replaced backend ranked
 * @param mark makes the location unique
 * @param file what the bundle came from; empty where that is not known
 */
public record SwapLocation(long replaces, int ranking, String mark, Optional<BackendFile> file) {
    private static final String DIGEST = "[0-9a-f]{64}";
    private static final Pattern SIGNER = Pattern.compile("&signer=(?<digest>" + DIGEST + "):(?<subject>[^&]*)");
    private static final Pattern FORM = Pattern.compile(
            "cloister-backend:(?<mark>[^?]+)\\?replaces=(?<replaces>\\d{1,18})&ranking=(?<ranking>-?\\d{1,9})"
                    + "(?:&sha256=(?<digest>" + DIGEST + ")(?<signers>(?:&signer=" + DIGEST + ":[^&]*)*))?");

    /** What a location says; empty when no swap installed the bundle. */
    public static Optional<SwapLocation> parse(String location) {
        Matcher form = FORM.matcher(location);
        return form.matches()
                ? Optional.of(new SwapLocation(
                        Long.parseLong(form.group("replaces")),
                        Integer.parseInt(form.group("ranking")),
                        form.group("mark"),
                        Optional.ofNullable(form.group("digest"))
                                .map(digest -> new BackendFile(digest, signers(form.group("signers"))))))
                : Optional.empty();
    }

    private static List<BackendFile.Signer> signers(String text) {
        return SIGNER.matcher(text)
                .results()
                .map(signer -> new BackendFile.Signer(
                        URLDecoder.decode(signer.group(2), StandardCharsets.UTF_8), signer.group(1)))
                .toList();
    }

    /** The location as text. */
    @Override
    public String toString() {
        return "cloister-backend:" + mark + "?replaces=" + replaces + "&ranking=" + ranking
                + file.map(SwapLocation::text).orElse("");
    }

    private static String text(BackendFile file) {
        return "&sha256=" + file.sha256()
                + file.signers().stream().map(SwapLocation::text).collect(Collectors.joining());
    }

    private static String text(BackendFile.Signer signer) {
        return "&signer=" + signer.sha256() + ":" + URLEncoder.encode(signer.subject(), StandardCharsets.UTF_8);
    }
}
