// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cloister.amd.firmware.SampleFirmware;
import org.cloister.amd.id.IdAuthentication;
import org.cloister.amd.id.IdBlock;
import org.cloister.amd.id.SigningKey;
import org.cloister.amd.launch.SnpDigest;
import org.cloister.amd.launch.SnpPlanner;
import org.cloister.amd.policy.PolicyLayout;
import org.cloister.api.Bytes;
import org.cloister.api.guest.GuestRequest;
import org.cloister.cli.testing.Firmware;
import org.cloister.cli.testing.Keys;

/**
 * What stands for long or changing values in a row of a table: <code>{32}</code> is base64 of so many bytes, <code>
 * {block}</code>, <code>{auth}</code> and <code>{authored}</code> an ID block that fits the guest and what
 * authenticates it without and with an author's key, <code>{firmware}</code>, <code>{kernel}</code> and <code>{xml:…}
 * </code> files.
 */
final class SnpWords {
    private static final Pattern TOKEN = Pattern.compile("\\{(\\d+|block|auth|authored|firmware|kernel)\\}");

    private final Path folder;
    private final IdBlock block = block();
    private final IdAuthentication auth = IdAuthentication.sign(block, key("id"), Optional.empty());
    private final IdAuthentication authored = IdAuthentication.sign(block, key("id"), Optional.of(key("author")));

    SnpWords(Path folder) {
        this.folder = folder;
    }

    /** The words of a row: blanks part them, except within XML. */
    List<String> words(String row) {
        List<String> words = new ArrayList<>(List.of("launch", "--platform", "emulated", "--connect"));
        int xml = row.indexOf('<');
        String options = xml < 0 ? row : row.substring(0, xml);
        for (String word : options.strip().split(" +")) {
            words.add(filled(word));
        }
        if (xml >= 0) {
            words.add(file("guest.xml", filled(row.substring(xml).strip())));
        }
        words.removeIf(String::isEmpty);
        return words;
    }

    /** A text with what its tokens stand for. */
    String filled(String text) {
        Matcher tokens = TOKEN.matcher(text);
        return tokens.replaceAll(token -> Matcher.quoteReplacement(value(token.group(1))));
    }

    private String value(String token) {
        return switch (token) {
            case "block" -> base64(block.raw());
            case "auth" -> base64(auth.raw());
            case "authored" -> base64(authored.raw());
            case "firmware" -> firmware();
            case "kernel" -> kernel();
            default -> base64(bytes(Integer.parseInt(token)));
        };
    }

    private static String base64(Bytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.toArray());
    }

    private static Bytes bytes(int size) {
        byte[] bytes = new byte[size];
        java.util.Arrays.fill(bytes, (byte) 0x5a);
        return Bytes.of(bytes);
    }

    private static IdBlock block() {
        Bytes digest = SnpDigest.of(SnpPlanner.plan(
                new GuestRequest(SampleFirmware.image(), Optional.empty(), 1, "EPYC-v4", 64 << 20, Map.of())));
        return IdBlock.of(digest, bytes(16), bytes(16), 1, PolicyLayout.SNP.usual());
    }

    private static SigningKey key(String name) {
        return SigningKey.read(Keys.p384(), name);
    }

    private String firmware() {
        try {
            return Firmware.sample(folder).toAbsolutePath().toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String kernel() {
        try {
            return Firmware.kernel(folder.resolve("kernel")).getFileName().toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String file(String name, String content) {
        try {
            Files.writeString(folder.resolve(name), content);
            return name;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
