// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.cloister.amd.tcb.Generation;
import org.cloister.amd.tcb.Generations;
import org.cloister.amd.tcb.TcbVersion;
import org.cloister.api.Bytes;
import org.cloister.cli.testing.CommandProcess;
import org.cloister.cli.testing.Firmware;
import org.cloister.cli.testing.JsonKeys;
import org.cloister.cli.testing.Terminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code certs fetch} and {@code verify report --fetch} as users run them, with a key service on this machine. */
class FetchTest {
    private static final String GENOA = "snp/genoa-v3/genoa_attestation_report.bin";
    private static final String MILAN = "snp/milan-v2/report_milan.bin";
    private static final String VLEK = "snp/milan-v3-vlek/test-vlek-report.bin";
    private static final String AT = "2025-11-01";

    private final Map<String, byte[]> contents = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final CountDownLatch first = new CountDownLatch(1);
    private HttpServer server;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                String path = exchange.getRequestURI().getPath();
                asked.add(path);
                first.countDown();
                byte[] content = contents.get(path);
                if (content == null) {
                    exchange.sendResponseHeaders(403, -1);
                } else if (content.length == 0) {
                    exchange.getResponseHeaders().add("Retry-After", "90");
                    exchange.sendResponseHeaders(429, -1);
                } else {
                    exchange.sendResponseHeaders(200, content.length);
                    exchange.getResponseBody().write(content);
                }
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void serve(String path, String... files) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String file : files) {
            all.write(Files.readAllBytes(Firmware.data(file)));
        }
        contents.put(path, all.toByteArray());
    }

    /** The certificate of a report's chip, under whatever generation it is asked for. */
    private void serveKey(String product, String report, String file) throws IOException {
        byte[] raw = Files.readAllBytes(Firmware.data(report));
        String chip = HexFormat.of().formatHex(raw, 0x1a0, 0x1e0);
        serve("/vcek/v1/" + product + "/" + (product.equals("Turin") ? chip.substring(0, 16) : chip), file);
    }

    private String[] words(String... some) {
        String[] fixed = {
            "--mirror", "http://127.0.0.1:" + server.getAddress().getPort(), "--cache", folder.resolve("cache") + ""
        };
        return Stream.concat(Arrays.stream(some), Arrays.stream(fixed)).toArray(String[]::new);
    }

    private static String data(String name) {
        return Firmware.data(name).toString();
    }

    @ParameterizedTest
    @CsvSource({
        "Milan, snp/milan-v2/report_milan.bin, snp/milan-v2/vcek_milan.der, 2025-11-01",
        "Genoa, snp/genoa-v3/genoa_attestation_report.bin, snp/genoa-v3/genoa_vcek.pem, 2026-11-01"
    })
    void reportAloneVerifiesByWhatIsFetchedAndThenOffline(String product, String report, String key, String at)
            throws IOException {
        serveKey(product, report, key);
        serve("/vcek/v1/Milan/cert_chain", "snp/milan-v2/cert_chain_milan");
        serve("/vcek/v1/Genoa/cert_chain", "snp/genoa-v3/genoa_ask.pem", "snp/genoa-v3/genoa_ark.pem");
        String[] call = words("verify", "report", "--report", data(report), "--at", at, "--fetch");
        Terminal online = new Terminal();

        assertThat(online.run(call)).as(online.out() + online.err()).isZero();
        int requests = asked.size();
        Terminal offline = new Terminal();
        List<String> words = new ArrayList<>(List.of(call));
        words.add("--offline");

        assertThat(offline.run(words.toArray(String[]::new))).as(offline.out()).isZero();
        assertThat(asked).hasSize(requests);
        assertThat(asked.stream().filter(path -> path.contains(product) && path.length() > 40))
                .hasSize(1);
    }

    @Test
    void jsonSaysWhatWasFetchedAndWhatNot() throws IOException {
        serveKey("Genoa", GENOA, "snp/genoa-v3/genoa_vcek.pem");
        Terminal terminal = new Terminal();
        terminal.run(words("verify", "report", "--report", data(GENOA), "--at", AT, "--fetch", "-o", "json"));

        JsonObject json = JsonKeys.document(terminal.out());
        assertThat(json.keySet()).contains("verdict", "checks", "fetched");
        assertThat(json.getAsJsonArray("fetched"))
                .extracting(one -> one.getAsJsonObject().get("source").getAsString())
                .contains("service", "none");
        assertThat(terminal.err()).contains("not to be had: https://kdsintf.amd.com/vcek/v1/Genoa/crl: ");
    }

    @Test
    void serviceThatIsDownLeavesAVerdictWithTheReason() {
        server.stop(0);
        Terminal terminal = new Terminal();
        int code = terminal.run(
                words("verify", "report", "--report", data(GENOA), "--at", AT, "--fetch", "--timeout", "1500ms"));

        assertThat(code).isEqualTo(1);
        assertThat(terminal.out()).startsWith("verdict fail  leaf.found");
        assertThat(terminal.err()).contains("not to be had: https://kdsintf.amd.com/vcek/v1/Genoa/");
    }

    @Test
    void certificatesGoIntoAFolderThatVerifiesTheReport() throws IOException {
        serveKey("Milan", MILAN, "snp/milan-v2/vcek_milan.der");
        serve("/vcek/v1/Milan/cert_chain", "snp/milan-v2/cert_chain_milan");
        Path out = folder.resolve("out");
        Terminal terminal = new Terminal();
        String[] call = words("certs", "fetch", "--report", data(MILAN), "--out", out.toString());

        assertThat(terminal.run(call)).as("there is no list").isEqualTo(1);
        assertThat(terminal.err()).contains("not to be had: https://kdsintf.amd.com/vcek/v1/Milan/crl: ");
        assertThat(terminal.out()).contains("service").contains("/vcek/v1/Milan/cert_chain");
        Terminal verified = new Terminal();
        assertThat(verified.run("verify", "report", "--report", data(MILAN), "--certs", out.toString(), "--at", AT))
                .as(verified.out())
                .isZero();
        Terminal twice = new Terminal();
        assertThat(twice.run(call)).as("files exist").isEqualTo(2);
        assertThat(new Terminal()
                        .run(Stream.concat(Arrays.stream(call), Stream.of("--force"))
                                .toArray(String[]::new)))
                .isEqualTo(1);
    }

    @Test
    void productsChainsAreFetchedAndWhenToTryAgainIsTold() throws IOException {
        serve("/vcek/v1/Milan/cert_chain", "snp/milan-v2/cert_chain_milan");
        contents.put("/vlek/v1/Milan/cert_chain", new byte[0]);
        Terminal terminal = new Terminal();

        int code = terminal.run(words("certs", "fetch", "--product", "milan", "--timeout", "30s", "-o", "json"));

        assertThat(code).isEqualTo(1);
        JsonObject json = JsonKeys.document(terminal.out());
        assertThat(json.keySet()).contains("fetched", "obstacles");
        assertThat(json.getAsJsonArray("fetched")).hasSize(4);
        assertThat(terminal.err()).contains("429").contains("try again at ");
    }

    private static String chip(String report) throws IOException {
        return HexFormat.of().formatHex(Files.readAllBytes(Firmware.data(report)), 0x1a0, 0x1e0);
    }

    @ParameterizedTest
    @CsvSource({
        "Milan, snp/milan-v2/report_milan.bin, snp/milan-v2/vcek_milan.der",
        "Genoa, snp/genoa-v3/genoa_attestation_report.bin, snp/genoa-v3/genoa_vcek.pem",
        "Turin, snp/turin-v5/turin_attestation_report.bin, snp/turin-v5/turin_vcek.pem"
    })
    void ownerV6_keyOfAChipIsFetchedByItsIdAndTcbWithoutAReport(String product, String report, String key)
            throws IOException {
        serveKey(product, report, key);
        byte[] raw = Files.readAllBytes(Firmware.data(report));
        String number = "0x" + Long.toHexString(Bytes.of(raw).buffer().getLong(0x180));
        Generation generation = Generations.named(product);
        String named = new TcbVersion(
                        Long.parseUnsignedLong(number.substring(2), 16),
                        generation.tcbLayout().orElseThrow())
                .toString();
        String id = chip(report);
        for (String tcb : List.of(number, named)) {
            Path out = folder.resolve("out" + tcb.length());
            Terminal terminal = new Terminal();
            String[] call = words(
                    "certs",
                    "fetch",
                    "--generation",
                    product,
                    "--chip-id",
                    id,
                    "--tcb",
                    tcb,
                    "--only",
                    "key",
                    "--out",
                    out.toString());

            assertThat(terminal.run(call)).as(terminal.err()).isZero();
            assertThat(new Terminal().run("verify", "report", "--report", data(report), "--certs", out.toString()))
                    .isZero();
        }
        assertThat(asked).as("from the cache the second time").hasSize(1);
    }

    @Test
    void ownerV6_onlyChainsOrListsAreFetchedWhereThatIsSaid() throws IOException {
        serve("/vcek/v1/Milan/cert_chain", "snp/milan-v2/cert_chain_milan");
        Terminal terminal = new Terminal();
        String[] chip = {"--chip-id", chip(MILAN), "--tcb", "bootloader=2,tee=0,snp=5,microcode=115"};
        List<String> call = new ArrayList<>(List.of("certs", "fetch", "--product", "Milan", "--only", "chain"));
        call.addAll(List.of(chip));

        assertThat(terminal.run(words(call.toArray(String[]::new))))
                .as(terminal.err())
                .isZero();
        assertThat(asked).containsExactly("/vcek/v1/Milan/cert_chain");
        asked.clear();
        assertThat(new Terminal()
                        .run(words("certs", "fetch", "--report", data(MILAN), "--only", "crl", "--timeout", "30s")))
                .isEqualTo(1);
        assertThat(asked).containsOnly("/vcek/v1/Milan/crl", "/vcek/v1/Genoa/crl");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--chip-id ID | --chip-id and --tcb",
                "--tcb snp=1 | --chip-id and --tcb",
                "--chip-id ID --tcb bootloader=2,tee=0,snp=5 | found no microcode",
                "--chip-id ID --tcb bootloader=2,tee=0,snp=5,microcode=300 | found microcode=300",
                "--chip-id ID --tcb fmc=1,bootloader=2,tee=0,snp=5,microcode=3 | --tcb, fmc: ",
                "--chip-id ID --tcb fmc=1,bootloader=2,tee=0,snp=5,microcode=3 | expected bootloader=N,tee=N,snp=N,microcode=N,",
                "--chip-id ID --tcb bootloader=2,bootloader=2,tee=0,snp=5,microcode=3 | bootloader=2 again",
                "--chip-id ID --tcb yes | found yes",
                "--chip-id ID --tcb 7308000000000003 | 0x hexadecimal",
                "--chip-id 00 --tcb 0x1 | 16 or 128 hexadecimal digits",
                "--chip-id ZEROS --tcb 0x1 | masked",
                "--chip-id 0102030405060708 --tcb 0x1 | longer ids",
                "--only key | a key is that of a report"
            })
    void ownerV6_chipThatIsNotNamedWholeIsRefusedWithWhatIsMissing(String line, String told) throws IOException {
        Terminal terminal = new Terminal();
        String words = "certs fetch --product Milan "
                + line.replace(" ID", " " + chip(MILAN)).replace("ZEROS", "00".repeat(64));

        assertThat(terminal.run(words(words.split(" ")))).as(terminal.err()).isEqualTo(2);
        assertThat(terminal.err()).contains(told);
        assertThat(asked).isEmpty();
    }

    @Test
    void loadedKeyCannotBeFetchedAndItIsSaidWhoHasIt() {
        Terminal terminal = new Terminal();

        assertThat(terminal.run(words("certs", "fetch", "--report", data(VLEK), "--offline")))
                .isEqualTo(1);
        assertThat(terminal.err()).contains("cloud provider hands it out");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "verify report --report REPORT",
                "verify report --report REPORT --certs CERTS --offline",
                "verify report --report REPORT --certs CERTS --mirror http://127.0.0.1:1",
                "certs fetch",
                "certs fetch --report REPORT --product Milan",
                "certs fetch --report REPORT --chip-id 0102030405060708 --tcb 0x1",
                "certs fetch --product Venice --chip-id 0102030405060708 --tcb 0x1",
                "certs fetch --product Rome --chip-id 0102030405060708 --tcb 0x1",
                "certs fetch --product Minsk",
                "certs fetch --product Rome",
                "certs fetch --product Milan --mirror nowhere",
                "certs fetch --product Milan --timeout soon"
            })
    void whatMakesNoSenseIsRefused(String line) {
        Terminal terminal = new Terminal();
        String[] words = line.replace("REPORT", data(MILAN))
                .replace("CERTS", data("snp/milan-v2"))
                .split(" ");

        assertThat(terminal.run(words)).as(terminal.err()).isEqualTo(2);
        assertThat(asked).isEmpty();
    }

    /** Java's HTTP client is not even there: nothing can have been asked by it. */
    @Test
    void withoutFetchNothingGoesToTheNetwork() throws Exception {
        List<String> java = List.of("--limit-modules", "java.base,java.logging,java.naming,jdk.crypto.ec");
        List<String> verify =
                List.of("verify", "report", "--report", data(MILAN), "--certs", data("snp/milan-v2"), "--at", AT);

        assertThat(CommandProcess.process(java, verify).start().waitFor()).isZero();
    }

    @Test
    void terminatedFetchLeavesNothingButTheLockFile() throws Exception {
        contents.put("/vcek/v1/Milan/cert_chain", new byte[0]);
        Process process = CommandProcess.process(
                        List.of(), List.of(words("certs", "fetch", "--product", "Milan", "--timeout", "5m")))
                .start();
        first.await();

        assertThat(CommandProcess.terminate(process)).isEqualTo(143);
        try (Stream<Path> left = Files.list(folder.resolve("cache"))) {
            assertThat(left.map(one -> one.getFileName().toString()))
                    .allMatch(name -> name.equals("lock") || name.startsWith("next-request"));
        }
    }
}
