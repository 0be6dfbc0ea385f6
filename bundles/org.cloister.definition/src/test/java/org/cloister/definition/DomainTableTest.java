// SPDX-License-Identifier: Apache-2.0
package org.cloister.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.definition.Refusals.refusal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.api.guest.Image;
import org.cloister.testing.PrintedSection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** M3: the rows of {@link DomainTable}, in the documentation and in a domain that has them all. */
class DomainTableTest {
    /** Valid to libvirt's own schema, see {@link LibvirtJudgesTest}. */
    static final Path EVERY_ROW = Path.of("src/test/resources/org/cloister/definition/every-row.xml");

    /** Rows of newer versions of libvirt, of other machines, and for what is refused. */
    private static final List<String> NOT_IN_IT = List.of(
            "hwuuid",
            "os/@firmware",
            "os/dtb",
            "os/shim",
            "os/loader/@format",
            "cpu/@migratable",
            "cpu/@deprecated_features",
            "cpu/topology/@clusters",
            "defaultiothread",
            "throttlegroups",
            "on_lockfailure");

    static Stream<DomainRow> withValues() {
        return DomainTable.rows().stream().filter(row -> !row.values().isEmpty());
    }

    private static LibvirtDomain read(String xml) {
        return LibvirtReader.read(new Image("every.xml", Bytes.of(xml.getBytes(StandardCharsets.UTF_8))));
    }

    /** {@code docs/libvirt.md}; {@code -Dcloister.docs=write} writes it again. */
    @Test
    void theDocumentsTableIsThatOfTheCode() throws IOException {
        List<String> lines = new ArrayList<>(
                List.of("| element or attribute | what is done | values | meaning |", "|---|---|---|---|"));
        DomainTable.rows().stream()
                .map(row -> "| `" + row.path() + "` | " + row.use().title() + " | "
                        + row.values().stream().map(value -> "`" + value + "`").collect(Collectors.joining(" "))
                        + " | " + row.meaning() + " |")
                .forEach(lines::add);
        new PrintedSection("docs/libvirt.md", "DomainTable").require(lines);
    }

    @Test
    void everyRowIsMetInOneDomain() throws IOException {
        String xml = Files.readString(EVERY_ROW);
        DomainContent content = DomainContent.of(
                "every.xml", XmlText.root(new Image("every.xml", Bytes.of(xml.getBytes(StandardCharsets.UTF_8)))));
        TreeSet<String> missing = new TreeSet<>();
        for (DomainRow row : DomainTable.rows()) {
            String path = row.path();
            boolean met = switch (row.use()) {
                case NOTED ->
                    content.noted().contains(path)
                            || path.endsWith("*") && content.noted().contains("features/acpi");
                case REFUSED -> false;
                default -> isRead(content, path);
            };
            if (!met) {
                missing.add(path);
            }
        }
        assertThat(missing).isEqualTo(new TreeSet<>(NOT_IN_IT));
        assertThat(read(xml).guest()).isPresent();
    }

    private static boolean isRead(DomainContent content, String path) {
        if (path.startsWith("vcpus/vcpu")) {
            return path.equals("vcpus/vcpu")
                    ? !content.vcpus().isEmpty()
                    : content.vcpus().stream()
                            .anyMatch(one -> one.attributes().containsKey(path.substring(path.indexOf('@') + 1)));
        }
        int at = path.indexOf('@');
        return at < 0
                ? content.find(path).isPresent()
                : content.attribute(path.substring(0, Math.max(0, at - 1)), path.substring(at + 1))
                        .isPresent();
    }

    @ParameterizedTest
    @MethodSource("withValues")
    void otherValuesThanThoseOfARowAreRefused(DomainRow row) {
        String path = row.path();
        String xml = "<domain type='kvm'>" + nested(path, "other") + "</domain>";
        if (path.equals("@type")) {
            xml = "<domain type='other'/>";
        }
        String domain = xml;
        Problem problem = refusal(() -> read(domain));

        assertThat(problem.where()).isEqualTo("every.xml, line 1, " + path);
        assertThat(problem.found()).isEqualTo("other");
        assertThat(problem.expected()).isEqualTo(String.join(" or ", row.values()));
        assertThat(problem.remedy()).isEqualTo(row.meaning());
    }

    private static String nested(String path, String value) {
        int slash = path.indexOf('/');
        if (slash < 0) {
            return "<" + path + ">" + value + "</" + path + ">";
        }
        String outer = path.substring(0, slash);
        String rest = path.substring(slash + 1);
        String words = outer.equals("type") ? "hvm" : "";
        return rest.startsWith("@")
                ? "<" + outer + " " + rest.substring(1) + "='" + value + "'>" + words + "</" + outer + ">"
                : "<" + outer + ">" + nested(rest, value) + "</" + outer + ">";
    }
}
