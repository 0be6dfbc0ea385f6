// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.cloister.api.Bytes;
import org.cloister.api.GuestType;
import org.cloister.api.Limits;
import org.cloister.api.guest.DirectBoot;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.Image;
import org.cloister.api.launch.Guest;
import org.cloister.core.LaunchBed;
import org.cloister.monitor.testing.OtherGuest;
import org.cloister.monitor.testing.QmpClient;
import org.cloister.snp.SnpGuestSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The machine as objects: paths, names, types and values as QEMU 11.1.3 answers for the same command line. */
@Timeout(60)
class MachineObjectsTest {
    private static final LaunchBed BED = new LaunchBed(new SnpGuestSupport());
    private static final String CPU = "/machine/unattached/device[0]";

    private static final GuestRequest REQUEST = new GuestRequest(
            new Image("fw.fd", Bytes.ofHex("01")),
            Optional.of(new DirectBoot(
                    new Image("vmlinuz", Bytes.ofHex("02")),
                    Optional.of(new Image("initrd.img", Bytes.ofHex("03"))),
                    "console=ttyS0")),
            1,
            "EPYC-Milan-v2,-svm",
            256 << 20,
            Map.of());

    private Guest guest;
    private QmpMonitor monitor;
    private QmpClient client;

    @TempDir
    Path folder;

    @AfterEach
    void close() throws IOException {
        if (guest != null) {
            client.close();
            monitor.close();
            guest.close();
        }
    }

    @Test
    void theMachineHasWhatItWasMadeFrom() throws IOException {
        serve(ObjectWords.USUAL.with("q35", REQUEST));
        assertThat(all("/machine"))
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("type", "string \"pc-q35-11.1-machine\""),
                        Map.entry("confidential-guest-support", "link<confidential-guest-support> \"/objects/sev0\""),
                        Map.entry("memory-encryption", "string \"sev0\""),
                        Map.entry("memory", "MemorySizeConfiguration {\"size\":268435456}"),
                        Map.entry(
                                "smp",
                                "SMPConfiguration {\"modules\":1,\"books\":1,\"threads\":1,\"dies\":1,\"sockets\":1,"
                                        + "\"clusters\":1,\"drawers\":1,\"cpus\":1,\"maxcpus\":1,\"cores\":1}"),
                        Map.entry("smm", "OnOffAuto \"auto\""),
                        Map.entry("firmware", "string \"fw.fd\""),
                        Map.entry("kernel", "string \"vmlinuz\""),
                        Map.entry("initrd", "string \"initrd.img\""),
                        Map.entry("append", "string \"console=ttyS0\""),
                        Map.entry("peripheral", "child<container> \"/machine/peripheral\""),
                        Map.entry("peripheral-anon", "child<container> \"/machine/peripheral-anon\""),
                        Map.entry("unattached", "child<container> \"/machine/unattached\"")));
        assertThat(all("/machine/peripheral")).containsOnly(Map.entry("type", "string \"container\""));
    }

    @Test
    void processorsHaveTheModelThatWasAskedFor() throws IOException {
        serve(ObjectWords.USUAL.with("q35", REQUEST));
        assertThat(all(CPU))
                .containsEntry("type", "string \"EPYC-Milan-v2-x86_64-cpu\"")
                .containsEntry("realized", "bool true")
                .containsEntry("vendor", "string \"AuthenticAMD\"")
                .containsEntry("core-id", "int32 0")
                .containsEntry("node-id", "int32 -1")
                .containsEntry("unavailable-features", "strList []");
        assertThat(client.call("query-cpus-fast")
                        .getAsJsonArray()
                        .get(0)
                        .getAsJsonObject()
                        .get("qom-type")
                        .getAsString())
                .isEqualTo("EPYC-Milan-v2-x86_64-cpu");
    }

    /** Nobody named it: the registers tell which it is. */
    @Test
    void aProcessorIsKnownByItsSignature() throws IOException {
        serve(ObjectWords.USUAL);
        assertThat(all(CPU))
                .containsEntry("type", "string \"EPYC-x86_64-cpu\"")
                .containsEntry("family", "int 23")
                .containsEntry("model", "int 1")
                .containsEntry("stepping", "int 2");
        assertThat(all("/machine")).doesNotContainKeys("firmware", "kernel");
    }

    @ParameterizedTest
    @CsvSource({
        "q35, pc-q35-11.1-machine",
        "pc, pc-i440fx-11.1-machine",
        "pc-q35-9.2, pc-q35-9.2-machine",
        "ubuntu-q35, pc-q35-11.1-machine"
    })
    void theMachineIsTheOneThatWasNamed(String named, String type) throws IOException {
        serve(ObjectWords.USUAL.with(named, REQUEST));
        assertThat(get("/machine", "type")).isEqualTo('"' + type + '"');
    }

    /** QEMU numbers the page of the first interrupt controller among the processors. */
    @ParameterizedTest
    @CsvSource({"0, 0", "1, 2", "2, 3", "11, 12"})
    void processorsAreNumberedAsQemuNumbersThem(int index, int device) {
        assertThat(MachineObjects.processor(index)).isEqualTo("/machine/unattached/device[" + device + "]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            unattached                                  | "container"
            peripheral                                  | "container"
            device[0]                                   | "EPYC-x86_64-cpu"
            machine/unattached/device[0]                | "EPYC-x86_64-cpu"
            //machine/                                  | "pc-q35-11.1-machine"
            /machine/confidential-guest-support         | "sev-snp-guest"
            confidential-guest-support                  | "sev-snp-guest"
            """)
    void pathsGoThroughChildrenAndLinks(String path, String type) throws IOException {
        serve(ObjectWords.USUAL);
        assertThat(get(path, "type")).isEqualTo(type);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /machine/unattached/nope | DeviceNotFound: Device '/machine/unattached/nope' not found
            /unattached              | DeviceNotFound: Device '/unattached' not found
            achine                   | DeviceNotFound: Device 'achine' not found
            type                     | DeviceNotFound: Device 'type' not found
            /machine/type            | DeviceNotFound: Device '/machine/type' not found
            machine                  | GenericError: Path 'machine' is ambiguous
            """)
    void whatIsNotThereOrTwiceIsRefused(String path, String refusal) throws IOException {
        serve(new ObjectWords("machine", Map.of(), false));
        assertThat(client.error("qom-list", "{\"path\": \"" + path + "\"}")).isEqualTo(refusal);
    }

    /** What protects a guest of another vendor has no name in QEMU; its monitor works all the same. */
    @Test
    void aGuestOfAnotherVendorHasAMachine() throws IOException {
        Guest real = BED.launch(true, Map.of());
        serve(ObjectWords.USUAL, new OtherGuest(real) {
            @Override
            public GuestType type() {
                return new GuestType("acme");
            }
        });
        assertThat(all("/objects")).containsOnly(Map.entry("type", "string \"container\""));
        assertThat(get("/machine", "confidential-guest-support")).isEqualTo("\"\"");
        assertThat(get("/machine", "memory-encryption")).isEqualTo("\"\"");
        assertThat(client.error("query-sev", "{}")).contains("this guest is not an SEV guest");
        assertThat(client.call("query-kvm")).hasToString("{\"enabled\":false,\"present\":false}");
    }

    private void serve(ObjectWords words) throws IOException {
        serve(words, BED.launch(true, Map.of()));
    }

    private void serve(ObjectWords words, Guest served) throws IOException {
        guest = served;
        MonitoredRun run = new MonitoredRun(guest, Optional.empty(), Limits.NONE);
        Path socket = folder.resolve("q");
        monitor = QmpMonitor.start(MonitorSocket.open(socket), run, Optional.empty(), words, folder);
        client = QmpClient.ready(socket);
    }

    private String get(String path, String name) {
        return client.ask("qom-get", "{\"path\": \"" + path + "\", \"property\": \"" + name + "\"}")
                .get("return")
                .toString();
    }

    private Map<String, String> all(String path) {
        Map<String, String> properties = new TreeMap<>();
        for (JsonElement entry :
                client.ask("qom-list", "{\"path\": \"" + path + "\"}").getAsJsonArray("return")) {
            String name = entry.getAsJsonObject().get("name").getAsString();
            properties.put(name, entry.getAsJsonObject().get("type").getAsString() + " " + get(path, name));
        }
        return properties;
    }
}
