// SPDX-License-Identifier: Apache-2.0
package org.cloister.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cloister.testing.Needs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * M3: libvirt's own schema and its own reader, by its test driver, judge what tests here take for domains. Versions
 * before 10.5 know no {@code sev-snp}, so domains are of type sev.
 */
class LibvirtJudgesTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void needsLibvirt() {
        Needs.program("virt-xml-validate");
        Needs.program("virsh");
    }

    private String run(int wanted, String... command) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        String said = Files.readString(output);
        if (wanted >= 0) {
            assertThat(process.exitValue()).as(said).isEqualTo(wanted);
        }
        return said;
    }

    private Path file(String xml) throws IOException {
        return Files.writeString(folder.resolve("guest.xml"), xml, StandardCharsets.UTF_8);
    }

    /** What libvirt makes of a domain. */
    private String dumped(DomainXml domain) throws IOException, InterruptedException {
        String define = "define " + file(domain.text());
        return run(-1, "virsh", "-c", "test:///default", define + "; dumpxml guest");
    }

    private static String find(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group(1);
    }

    @Test
    void theDomainWithEveryRowIsValid() throws IOException, InterruptedException {
        run(0, "virt-xml-validate", DomainTableTest.EVERY_ROW.toString(), "domain");
    }

    @Test
    void theDomainOfTestsIsValid() throws IOException, InterruptedException {
        for (DomainXml domain : List.of(DomainXml.sev(), DomainXml.sevEs())) {
            run(0, "virt-xml-validate", file(domain.text()).toString(), "domain");
        }
    }

    /** What is not even XML of libvirt's is refused by both. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<cpu><signature family='25'/></cpu>",
                "<cpu mode='host'/>",
                "<cpu match='best'/>",
                "<features><smm state='auto'/></features>",
                "<features><ioapic driver='xen'/></features>",
                "<anything/>"
            })
    void whatTheSchemaDoesNotKnowIsRefused(String element) throws IOException, InterruptedException {
        DomainXml domain = DomainXml.sev().with(element.startsWith("<cpu") ? "cpu" : "more", element);

        run(3, "virt-xml-validate", file(domain.text()).toString(), "domain");
        assertThat(Refusals.refusal(domain::read).code()).startsWith("libvirt.");
    }

    @ParameterizedTest
    @CsvSource({
        "KiB,219100",
        "b,2097152",
        "bytes,2097153",
        "KB,219100",
        "k,219100",
        "MB,1000",
        "MiB,256",
        "m,256",
        "GB,1",
        "gib,2",
        "TiB,1"
    })
    void unitsOfMemoryAreLibvirts(String unit, String number) throws IOException, InterruptedException {
        DomainXml domain = DomainXml.sev().with("memory", "<memory unit='" + unit + "'>" + number + "</memory>");
        long kibibytes = Long.parseLong(find(dumped(domain), "<memory unit='KiB'>([0-9]+)</memory>"));
        long bytes = ((Said.Value<Long>) domain.guest().memory()).value();

        // What the driver for QEMU rounds up, that for tests leaves
        assertThat(bytes).isEqualTo((kibibytes + 1023) / 1024 << 20);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<vcpu current='2'>4</vcpu>",
                "<vcpu>4</vcpu><vcpus><vcpu id='0' enabled='yes' hotpluggable='no'/>"
                        + "<vcpu id='1' enabled='yes' hotpluggable='no'/><vcpu id='2' enabled='no' hotpluggable='yes'/>"
                        + "<vcpu id='3' enabled='no' hotpluggable='yes'/></vcpus>"
            })
    void vcpusAtStartAreLibvirts(String vcpu) throws IOException, InterruptedException {
        DomainXml domain = DomainXml.sev().with("vcpu", vcpu);

        assertThat(find(dumped(domain), "current='([0-9]+)'"))
                .isEqualTo(domain.guest().vcpus().value().toString());
    }

    @Test
    void aLoaderWithoutATypeIsRom() throws IOException, InterruptedException {
        DomainXml domain = DomainXml.sev().with("os/loader", "<loader>/fw.fd</loader>");

        assertThat(find(dumped(domain), "<loader[^>]*type='([a-z]+)'"))
                .isEqualTo(domain.guest().mapping().name().toLowerCase(java.util.Locale.ROOT));
    }

    @Test
    void commandLinesKeepTheirBlanks() throws IOException, InterruptedException {
        DomainXml domain = DomainXml.sev().with("/os", "<kernel>/k</kernel><cmdline> a  b </cmdline></os>");

        assertThat(find(dumped(domain), "<cmdline>(.*)</cmdline>"))
                .isEqualTo(domain.guest().commandLine().orElseThrow().value());
    }
}
