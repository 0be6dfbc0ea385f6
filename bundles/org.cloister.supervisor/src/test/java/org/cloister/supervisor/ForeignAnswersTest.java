// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same QEMU answers the same inside and outside, but for SEV, and for the processor where that is the model's. */
@Tag("foreign")
@Timeout(120)
class ForeignAnswersTest {
    private static final List<String> QUERIES = List.of(
            "query-version",
            "query-status",
            "query-kvm",
            "query-name",
            "query-uuid",
            "query-machines",
            "query-cpus-fast",
            "query-hotpluggable-cpus",
            "query-current-machine",
            "query-target",
            "query-commands",
            "query-qmp-schema",
            "query-block",
            "query-named-block-nodes",
            "query-pci",
            "query-memdev",
            "query-memory-devices",
            "query-memory-size-summary",
            "query-command-line-options",
            "query-tpm-models",
            "query-migrate-capabilities",
            "query-migrate-parameters",
            "query-iothreads",
            "query-rx-filter",
            "qom-list-types",
            "query-sgx-capabilities",
            "query-acpi-ospm-status",
            "query-sev",
            "query-sev-launch-measure",
            "query-sev-capabilities",
            "query-cpu-definitions");

    private static final String EXPANSION = "query-cpu-model-expansion";

    @TempDir
    Path files;

    @ParameterizedTest
    @ValueSource(strings = {"trixie", "sid"})
    void onlyCapabilitiesDiffer(String suite) throws Exception {
        ForeignQemu qemu = new ForeignQemu(ForeignFolder.of(suite), files);
        List<String> guest = List.of("-machine", "q35", "-cpu", "qemu64", "-smp", "2");
        Map<String, JsonElement> inside;
        try (SupervisedHost host = SupervisedHost.of();
                RunningProgram program = qemu.begin(host, "inside", guest);
                QmpClient monitor = qemu.monitor("inside", program)) {
            inside = answers(monitor);
            program.join();
        }
        Process process = new ProcessBuilder(qemu.words("outside", guest)).start();
        Map<String, JsonElement> outside;
        try (QmpClient monitor = QmpClient.of(files.resolve("outside"), (int) process.pid())) {
            outside = answers(monitor);
            process.waitFor();
        } finally {
            process.destroyForcibly();
        }
        Map<String, JsonElement> others = new TreeMap<>(inside);
        others.entrySet().removeIf(one -> one.getValue().equals(outside.get(one.getKey())));
        assertThat(outside.values().stream()
                        .filter(answer -> answer.getAsJsonObject().has("return")))
                .hasSizeGreaterThan(QUERIES.size() - 6);
        assertThat(others).containsKey("query-sev-capabilities");
        assertThat(inside.get("query-sev-capabilities").getAsJsonObject().has("return"))
                .isTrue();
        if (!Supervisor.showsHostCpuid()) {
            others.keySet().removeAll(List.of("query-cpu-definitions", EXPANSION));
        }
        assertThat(others).hasSize(1);
    }

    private static Map<String, JsonElement> answers(QmpClient monitor) throws Exception {
        Map<String, JsonElement> all = new TreeMap<>();
        for (String query : QUERIES) {
            all.put(query, withoutThreads(monitor.ask(query)));
        }
        all.put(EXPANSION, monitor.ask(EXPANSION, "{\"type\":\"full\",\"model\":{\"name\":\"host\"}}"));
        monitor.ask("quit");
        return all;
    }

    // Those of threads differ from run to run
    private static JsonElement withoutThreads(JsonElement answer) {
        if (answer instanceof JsonObject object) {
            object.remove("thread-id");
            object.asMap().values().forEach(ForeignAnswersTest::withoutThreads);
        } else if (answer instanceof JsonArray array) {
            array.forEach(ForeignAnswersTest::withoutThreads);
        }
        return answer;
    }
}
