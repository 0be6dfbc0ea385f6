// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.cloister.api.Limits;
import org.cloister.api.launch.Guest;
import org.cloister.core.LaunchBed;
import org.cloister.monitor.testing.QmpClient;
import org.cloister.snp.SnpGuestSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the monitor says of its own commands, followed from each of them as a client does. */
@Timeout(60)
class SchemaTest {
    private final Map<String, JsonObject> entries = new HashMap<>();
    private Guest guest;
    private QmpMonitor monitor;
    private QmpClient client;

    @TempDir
    Path folder;

    @BeforeEach
    void ask() throws IOException {
        LaunchBed bed = new LaunchBed(new SnpGuestSupport());
        guest = bed.launch(true, Map.of());
        MonitoredRun run = new MonitoredRun(guest, Optional.empty(), Limits.NONE);
        Path socket = folder.resolve("q");
        monitor =
                QmpMonitor.start(MonitorSocket.open(socket), run, Optional.of(bed.platform), ObjectWords.USUAL, folder);
        client = QmpClient.ready(socket);
        for (JsonElement entry : client.call("query-qmp-schema").getAsJsonArray()) {
            JsonObject object = entry.getAsJsonObject();
            assertThat(entries.put(object.get("name").getAsString(), object)).isNull();
        }
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        monitor.close();
        guest.close();
    }

    /** As QEMU 11.1.3 describes them, apart from members and words that do not occur here. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            qmp_capabilities             | {enable?: [oob]} | {}
            query-version                | {} | {qemu: {major: int, minor: int, micro: int}, package: string}
            query-commands               | {} | [{name: string}]
            query-status                 | {} | {running: boolean, status: prelaunch/running/paused/shutdown}
            query-name                   | {} | {name?: string}
            cont                         | {} | {}
            quit                         | {} | {}
            query-sev                    | {} | {enabled: boolean, api-major: int, api-minor: int, build-id: int, state: uninit/launch-update/launch-secret/running/send-update/receive-update, sev-type: sev/sev-snp, by sev-type sev {policy: int, handle: int} sev-snp {snp-policy: int}}
            query-sev-launch-measure     | {} | {data: string}
            query-sev-capabilities       | {} | {pdh: string, cert-chain: string, cpu0-id: string, cbitpos: int, reduced-phys-bits: int}
            sev-inject-launch-secret     | {packet-header: string, secret: string, gpa?: int} | {}
            query-sev-attestation-report | {mnonce: string} | {data: string}
            qom-list                     | {path: string} | [{name: string, type: string, description?: string, default-value?: value}]
            qom-get                      | {path: string, property: string} | value
            pmemsave                     | {val: int, size: int, filename: string} | {}
            query-kvm                    | {} | {enabled: boolean, present: boolean}
            query-cpus-fast              | {} | [{cpu-index: int, qom-type: string, qom-path: string, thread-id: int, props?: {socket-id?: int, core-id?: int, thread-id?: int}, target: x86_64}]
            human-monitor-command        | {command-line: string, cpu-index?: int} | string
            """)
    void commands(String name, String arguments, String answer) {
        JsonObject command = entries.get(name);
        assertThat(command.get("meta-type").getAsString()).isEqualTo("command");
        assertThat(shape(command, "arg-type")).isEqualTo(arguments);
        assertThat(shape(command, "ret-type")).isEqualTo(answer);
    }

    @Test
    void eventsAreDescribedToo() {
        assertThat(shape(entries.get("RESET"), "arg-type"))
                .isEqualTo("{guest: boolean, reason: host-qmp-system-reset}");
        assertThat(shape(entries.get("GUEST_PANICKED"), "arg-type")).isEqualTo("{action: poweroff}");
        assertThat(shape(entries.get("STOP"), "arg-type")).isEqualTo("{}");
    }

    @Test
    void nothingIsMissingAndTheDescriptionDescribesItself() {
        for (JsonElement command : client.call("query-commands").getAsJsonArray()) {
            String name = command.getAsJsonObject().get("name").getAsString();
            assertThat(shape(entries.get(name), "ret-type")).as(name).isNotEmpty();
        }
        assertThat(shape(entries.get("query-qmp-schema"), "ret-type"))
                .contains(
                        "by meta-type",
                        "command {arg-type: string, ret-type: string, allow-oob?: boolean}",
                        "json-type: string/number/int",
                        "values deprecated: [string]",
                        "features?: [string]");
    }

    /** QEMU 11.1.3 marks just these of the commands that are here. */
    @Test
    void whatQemuMarksIsMarked() {
        Map<String, String> marked = entries.values().stream()
                .filter(entry -> entry.has("features"))
                .collect(Collectors.toMap(entry -> entry.get("name").getAsString(), SchemaTest::marks));
        assertThat(marked)
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("query-kvm", " deprecated", "human-monitor-command", " savevm-monitor-nodes"));
    }

    private static String marks(JsonObject marked) {
        return marked.has("features")
                ? " " + joined(marked.getAsJsonArray("features"), " ", JsonElement::getAsString)
                : "";
    }

    private String shape(JsonObject holder, String key) {
        JsonObject type = entries.get(holder.get(key).getAsString());
        return switch (type.get("meta-type").getAsString()) {
            case "builtin" -> type.get("json-type").getAsString();
            case "array" -> "[" + shape(type, "element-type") + "]";
            case "enum" -> joined(type.getAsJsonArray("values"), "/", JsonElement::getAsString);
            default -> "{" + joined(type.getAsJsonArray("members"), ", ", this::member) + variants(type) + "}";
        };
    }

    private String member(JsonElement member) {
        JsonObject object = member.getAsJsonObject();
        return object.get("name").getAsString() + (object.has("default") ? "?" : "") + marks(object) + ": "
                + shape(object, "type");
    }

    private String variants(JsonObject type) {
        if (!type.has("tag")) {
            return "";
        }
        return ", by " + type.get("tag").getAsString() + " "
                + joined(
                        type.getAsJsonArray("variants"),
                        " ",
                        variant -> variant.getAsJsonObject().get("case").getAsString() + " "
                                + shape(variant.getAsJsonObject(), "type"));
    }

    private static String joined(JsonArray array, String between, Function<JsonElement, String> each) {
        return StreamSupport.stream(array.spliterator(), false).map(each).collect(Collectors.joining(between));
    }
}
