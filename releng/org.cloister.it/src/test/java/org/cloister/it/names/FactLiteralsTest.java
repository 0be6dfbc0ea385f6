// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A fact that several bundles need is written down in one class; everybody else names its constant. */
class FactLiteralsTest {
    private static final Path BUNDLES = Path.of("..", "..", "bundles");
    private static final PathMatcher SOURCES = FileSystems.getDefault().getPathMatcher("glob:**/src/main/java/**.java");

    /** Comments, and text blocks: they hold tables whose columns are numbers. */
    private static final Pattern NO_CODE = Pattern.compile("(?s)/\\*.*?\\*/|//[^\n]*|\"\"\".*?\"\"\"");

    /**
     * How a fact looks in code, and the classes that may have it.
     *
     * @param name for people
     * @param literal finds it
     * @param homes simple names of classes, each of which has it
     */
    private record Literal(String name, Pattern literal, Set<String> homes) {
        static Literal of(String name, String regex, String... homes) {
            return new Literal(name, Pattern.compile(regex), Set.of(homes));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Literal> facts() {
        return Stream.of(
                Literal.of("size of a page", "\\bPAGE\\w* = (?:4096|0x1000);", "GuestMemory"),
                Literal.of("node of a device", "\"/dev/(?:kvm|sev)\"", "DeviceNode"),
                Literal.of("request of KVM's", "\\b0x(?:[0-9A-Fa-f]{4})?A[Ee][0-9A-Fa-f]{2}L?\\b", "KvmRequest"),
                Literal.of("CPUID leaf of SEV", "\\b0x8000_?001[fF]\\b", "CpuidLeaf"),
                Literal.of("family in a CPU signature", ">>>? 20 & 0xff\\b", "CpuSignature"),
                Literal.of(
                        "fact of a platform",
                        "\"(?:max-vcpus|max-memory|vmsa-features|snp-policy-bits|asids\\.[a-z-]*)\"",
                        "PlatformFacts"),
                Literal.of(
                        "name of a command",
                        "\"(?:(?:LAUNCH|SEND|RECEIVE|SNP|PEK|PDH|DBG)_[A-Z_]+|PLATFORM_STATUS|GET_ID2?|INIT2|ES_INIT)\"",
                        "CommandNames"),
                // Settings and policies have words like these too
                Literal.of("question for a fact", "\\.number\\(\\s*\"(?:cbit|reduced-phys-bits|smt|sockets)\""),
                // Core must not import packages of AMD's
                Literal.of("name of a guest type", "\"sev-(?:es|snp)\"", "AmdType", "KnownTypes"),
                Literal.of("name of a digest", "\"SHA-(?:256|384)\"", "Hash", "Signers"),
                Literal.of("name of a code", "\"HmacSHA256\"", "SecretMac"));
    }

    @ParameterizedTest
    @MethodSource("facts")
    void isWrittenDownOnce(Literal fact) throws IOException {
        Set<String> found = new TreeSet<>();
        sources().forEach((name, code) -> {
            if (fact.literal().matcher(code).find()) {
                found.add(name);
            }
        });
        assertThat(found).containsExactlyInAnyOrderElementsOf(fact.homes());
    }

    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new TreeMap<>();
        try (Stream<Path> files = Files.walk(BUNDLES)) {
            for (Path file : files.filter(SOURCES::matches).toList()) {
                String code = NO_CODE.matcher(Files.readString(file)).replaceAll(" ");
                sources.merge(file.getFileName().toString().replace(".java", ""), code, String::concat);
            }
        }
        return sources;
    }
}
