// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cloister.api.Bytes;
import org.cloister.testing.PrintedSection;
import org.junit.jupiter.api.Test;

/** The commands of {@code docs/commands.md} are those of the channels, each once, with its number and its struct. */
class CommandsDocumentTest {
    private static final String DOCUMENT = "docs/commands.md";
    private static final Pattern ROW =
            Pattern.compile("\\| (\\d+) \\| `([A-Z0-9_]+)` \\| (?:`([a-z0-9_]+)` (\\d+)|–) \\|.*");

    /** A row of the document. */
    private record Row(int id, String name, String struct, int size) {}

    @Test
    void everyCommandOfAGuest() throws IOException {
        List<Row> rows = rows("KVM_MEMORY_ENCRYPT_OP");
        assertThat(numbers(rows, "KVM_SEV_")).isEqualTo(KernelNumbers.sevCommands());
        assertThat(rows).allSatisfy(row -> requireSize(row, SevCodec::structSize));
        assertThat(structs(rows)).isEqualTo(structs(SevSamples.all(), "kvm_sev_cmd"));
    }

    @Test
    void everyCommandOfThePlatform() throws IOException {
        List<Row> rows = rows("/dev/sev");
        assertThat(rows.stream().collect(Collectors.toMap(Row::id, Row::name)))
                .hasSize(KernelNumbers.platformCommands().size());
        assertThat(rows.stream().map(row -> (long) row.id()))
                .containsExactlyInAnyOrderElementsOf(
                        KernelNumbers.platformCommands().values());
        assertThat(rows).allSatisfy(row -> requireSize(row, PlatformCodec::structSize));
        assertThat(structs(rows)).isEqualTo(structs(PlatformSamples.all(), "sev_issue_cmd"));
    }

    @Test
    void theStructs() throws IOException {
        List<String> lines = new ArrayList<>(List.of("| struct | size | fields |", "|---|---|---|"));
        samples()
                .forEach(sample -> lines.add(
                        "| `" + sample.struct() + "` | " + sample.encoded().length() + " | " + fields(sample) + " |"));
        new PrintedSection(DOCUMENT, "StructSample").require(lines);
    }

    @Test
    void theStructsAreTheKernels() {
        KernelStructs kernel = KernelStructs.read();
        samples()
                .forEach(sample -> sample.fields()
                        .keySet()
                        .forEach(field -> assertThat(offsets(sample).get(field))
                                .as(sample.struct() + "." + field)
                                .isEqualTo(kernel.fields()
                                        .get(sample.struct())
                                        .get(field)
                                        .offset())));
    }

    /** One of each struct. */
    private static Stream<StructSample> samples() {
        Set<String> seen = new HashSet<>();
        return Stream.concat(SevSamples.all().stream(), PlatformSamples.all().stream())
                .filter(sample -> seen.add(sample.struct()));
    }

    private static String fields(StructSample sample) {
        Map<Integer, String> fields = new TreeMap<>();
        offsets(sample)
                .forEach((name, offset) -> fields.put(
                        offset, offset + " " + sample.fields().get(name).length() + " `" + name + "`"));
        sample.bits().forEach((offset, bits) -> fields.put(offset, offset + " " + bits.length() + " flags"));
        return String.join(", ", fields.values());
    }

    /** A field lies where its value does: the values of a sample cannot be mistaken for each other. */
    private static Map<String, Integer> offsets(StructSample sample) {
        Map<String, Integer> offsets = new HashMap<>();
        BitSet taken = new BitSet();
        sample.fields().forEach((name, value) -> {
            int offset = free(sample.encoded(), value, taken);
            taken.set(offset, offset + value.length());
            offsets.put(name, offset);
        });
        return offsets;
    }

    private static int free(Bytes all, Bytes part, BitSet taken) {
        for (int at = 0; at + part.length() <= all.length(); at++) {
            int next = taken.nextSetBit(at);
            if ((next < 0 || next >= at + part.length())
                    && all.slice(at, part.length()).equals(part)) {
                return at;
            }
        }
        throw new AssertionError("a sample lacks " + part);
    }

    private static void requireSize(Row row, IntUnaryOperator size) {
        assertThat(size.applyAsInt(row.id())).as(row.name()).isEqualTo(row.size());
    }

    private static Map<String, Long> numbers(List<Row> rows, String prefix) {
        return rows.stream().collect(Collectors.toMap(row -> prefix + row.name(), row -> (long) row.id()));
    }

    private static Set<String> structs(List<Row> rows) {
        return rows.stream().map(Row::struct).filter(name -> !name.isEmpty()).collect(Collectors.toSet());
    }

    private static Set<String> structs(List<StructSample> samples, String envelope) {
        return samples.stream()
                .map(StructSample::struct)
                .filter(name -> !name.equals(envelope))
                .collect(Collectors.toSet());
    }

    /** The rows below the heading that ends so. */
    private static List<Row> rows(String heading) throws IOException {
        List<Row> rows = new ArrayList<>();
        boolean here = false;
        for (String line : Files.readAllLines(Path.of("..", "..", DOCUMENT))) {
            here = line.startsWith("## ") ? line.endsWith(": " + heading) : here;
            Matcher row = ROW.matcher(line);
            if (here && row.matches()) {
                String struct = row.group(3) == null ? "" : row.group(3);
                int size = struct.isEmpty() ? 0 : Integer.parseInt(row.group(4));
                rows.add(new Row(Integer.parseInt(row.group(1)), row.group(2), struct, size));
            }
        }
        return rows;
    }
}
