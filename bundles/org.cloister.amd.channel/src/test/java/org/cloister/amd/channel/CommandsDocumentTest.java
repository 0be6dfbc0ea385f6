// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cloister.amd.struct.Layout;
import org.cloister.testing.PrintedSection;
import org.junit.jupiter.api.Test;

/** The commands of {@code docs/commands.md} are those of the channels, each once, with its number and its struct. */
class CommandsDocumentTest {
    private static final String DOCUMENT = "docs/commands.md";
    private static final Pattern ROW =
            Pattern.compile("\\| (\\d+) \\| `([A-Z0-9_]+)` \\| (?:`([a-z0-9_]+)` (\\d+)|–) \\|.*");

    private static final Map<String, Layout> LAYOUTS = EncodedStructsTest.layouts();

    /** A row of the document. */
    private record Row(int id, String name, String struct, int size) {}

    @Test
    void everyCommandOfAGuest() throws IOException {
        List<Row> rows = rows("KVM_MEMORY_ENCRYPT_OP");
        assertThat(names(rows)).isEqualTo(SevCodec.commands());
        assertThat(rows).allSatisfy(row -> requireSize(row, SevCodec::structSize));
        assertThat(structs(rows)).isEqualTo(structs(SevSamples.all(), "kvm_sev_cmd"));
    }

    @Test
    void everyCommandOfThePlatform() throws IOException {
        List<Row> rows = rows("/dev/sev");
        assertThat(names(rows).keySet()).isEqualTo(PlatformCodec.commands().keySet());
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

    /** One of each struct. */
    private static Stream<StructSample> samples() {
        Set<String> seen = new HashSet<>();
        return Stream.concat(SevSamples.all().stream(), PlatformSamples.all().stream())
                .filter(sample -> seen.add(sample.struct()));
    }

    private static String fields(StructSample sample) {
        return LAYOUTS.get(sample.struct()).slots().stream()
                .map(slot -> slot.offset() + " " + slot.size() + " "
                        + (sample.bits().containsKey(slot.offset()) ? "flags" : "`" + slot.name() + "`"))
                .collect(Collectors.joining(", "));
    }

    private static void requireSize(Row row, IntUnaryOperator size) {
        assertThat(size.applyAsInt(row.id())).as(row.name()).isEqualTo(row.size());
    }

    private static Map<Integer, String> names(List<Row> rows) {
        return rows.stream().collect(Collectors.toMap(Row::id, Row::name));
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
