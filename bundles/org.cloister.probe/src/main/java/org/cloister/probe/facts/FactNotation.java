// SPDX-License-Identifier: Apache-2.0
package org.cloister.probe.facts;

import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.cloister.api.Bytes;
import org.cloister.api.host.Fact;
import org.cloister.api.host.HostFacts.Cpuid;
import org.cloister.api.host.HostFacts.IoctlAnswer;
import org.cloister.api.host.HostFacts.Node;

/** How a capture writes answers, and reads them. Names in folders are separated by slashes, which no name has. */
final class FactNotation {
    private FactNotation() {}

    static <T> String write(Fact<T> fact, Function<Object, String> form) {
        if (fact instanceof Fact.Known<T> known) {
            return "known " + form.apply(known.value());
        }
        if (fact instanceof Fact.Absent<T> absent) {
            return "absent " + absent.detail();
        }
        if (fact instanceof Fact.Denied<T> denied) {
            return "denied " + denied.detail();
        }
        return "unknown " + ((Fact.Unknown<T>) fact).detail();
    }

    /** An answer in words; {@link IllegalArgumentException} when it is none. */
    static <T> Fact<T> read(String answer, Function<String, T> form) {
        String[] parts = answer.split(" ", 2);
        String rest = parts.length == 2 ? parts[1].strip() : "";
        return switch (parts[0]) {
            case "known" -> new Fact.Known<>(form.apply(rest));
            case "absent" -> new Fact.Absent<>(rest);
            case "denied" -> new Fact.Denied<>(rest);
            case "unknown" -> new Fact.Unknown<>(rest);
            default -> throw new IllegalArgumentException("'" + parts[0] + "' is not known, absent, denied or unknown");
        };
    }

    /** A value of any of the types that questions are answered with. */
    static String value(Object value) {
        if (value instanceof Cpuid cpuid) {
            return cpuid(cpuid);
        }
        if (value instanceof Long number) {
            return number(number);
        }
        if (value instanceof IoctlAnswer answer) {
            return answer(answer);
        }
        if (value instanceof Node node) {
            return node(node);
        }
        if (value instanceof List<?> names) {
            return names(names);
        }
        return String.valueOf(value);
    }

    private static String cpuid(Cpuid value) {
        HexFormat hex = HexFormat.of();
        return String.join(
                " ",
                hex.toHexDigits(value.eax()),
                hex.toHexDigits(value.ebx()),
                hex.toHexDigits(value.ecx()),
                hex.toHexDigits(value.edx()));
    }

    static Cpuid cpuid(String text) {
        int[] registers = List.of(parts(text, 4)).stream()
                .mapToInt(word -> Integer.parseUnsignedInt(word, 16))
                .toArray();
        return new Cpuid(registers[0], registers[1], registers[2], registers[3]);
    }

    private static String number(Long value) {
        return Long.toHexString(value);
    }

    static Long number(String text) {
        return Long.parseUnsignedLong(text, 16);
    }

    private static String answer(IoctlAnswer value) {
        return value.result() + " " + value.errno() + " "
                + CaptureQuestion.orDash(value.buffer().hex()) + " "
                + CaptureQuestion.orDash(value.pointee().hex());
    }

    static IoctlAnswer answer(String text) {
        String[] words = parts(text, 4);
        return new IoctlAnswer(
                Integer.parseInt(words[0]), Integer.parseInt(words[1]), bytes(words[2]), bytes(words[3]));
    }

    /** Numbers of owner and group in decimal, the mode in octal, the group's name, which may have blanks. */
    private static String node(Node value) {
        return Integer.toUnsignedString(value.user()) + " " + Integer.toUnsignedString(value.group()) + " "
                + Integer.toOctalString(value.mode()) + " " + value.groupName();
    }

    static Node node(String text) {
        String[] words = text.split(" ", 4);
        if (words.length != 4) {
            throw new IllegalArgumentException(words.length + " values instead of 4");
        }
        return new Node(
                Integer.parseUnsignedInt(words[0]),
                Integer.parseUnsignedInt(words[1]),
                words[3],
                Integer.parseInt(words[2], 8));
    }

    static Boolean truth(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException("'" + text + "' is not true or false");
        }
        return text.equals("true");
    }

    private static String names(List<?> names) {
        return names.stream().map(String::valueOf).collect(Collectors.joining("/"));
    }

    static List<String> names(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split("/"));
    }

    private static Bytes bytes(String hex) {
        return hex.equals("-") ? Bytes.EMPTY : Bytes.of(HexFormat.of().parseHex(hex));
    }

    private static String[] parts(String text, int count) {
        String[] parts = text.split(" +");
        if (parts.length != count) {
            throw new IllegalArgumentException(parts.length + " values instead of " + count);
        }
        return parts;
    }
}
