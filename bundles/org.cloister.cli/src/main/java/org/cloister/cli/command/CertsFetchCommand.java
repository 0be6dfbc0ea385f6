// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.cloister.amd.report.AttestationReport;
import org.cloister.amd.tcb.Generation;
import org.cloister.amd.tcb.Generations;
import org.cloister.amd.tcb.KdsRequest;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.cli.codes.CliCodes;
import org.cloister.cli.report.ExitCode;
import org.cloister.cli.report.FetchReport;
import org.cloister.cli.report.Json;
import org.cloister.cli.report.Printable;
import org.cloister.cli.session.CommandContext;
import org.cloister.owner.evidence.EvidenceReader;
import org.cloister.owner.evidence.ReportEvidence;
import org.cloister.owner.fetch.CertificateFetcher;
import org.cloister.owner.fetch.CertificateRequests;
import org.cloister.owner.fetch.Fetched;
import org.cloister.owner.verify.Roots;

/** {@code certs fetch}: what the verification of reports takes, from AMD's key service. */
final class CertsFetchCommand implements Callable<Integer> {
    private final CommandContext session;
    private final OptionRows rows = new OptionRows();
    private final OptionRow<List<String>> reports =
            rows.texts("--report", "FILE", "Fetch what these reports need.").many("1..*");
    private final OptionRow<String> product = rows.text(
            "--product --generation", "NAME", "Fetch the chains and revocation lists of Milan, Genoa or Turin.");
    private final ChipOptions chip = rows.add(new ChipOptions());
    private final OptionRow<FetchPart> only = rows.text(
                    "--only",
                    "key|chain|crl",
                    "Fetch certificates of keys, those of authorities or revocation lists alone.")
            .as(FetchPart.class);
    private final OptionRow<String> out = rows.text("--out", "DIR", "Also write them into this folder.");
    private final OptionRow<Boolean> force = rows.flag("--force", "Replace files that exist.");
    private final FetchOptions fetch = rows.add(new FetchOptions());
    private final OutputFormat answer = rows.add(new OutputFormat());

    private final Map<KdsRequest, Fetched> all = new LinkedHashMap<>();
    private final List<String> obstacles = new ArrayList<>();

    private CertsFetchCommand(CommandContext session) {
        this.session = session;
    }

    static CommandModel model(CommandContext session) {
        CertsFetchCommand command = new CertsFetchCommand(session);
        return CommandModel.of(command, command.rows)
                .named("fetch")
                .meaning(
                        "Fetches certificates and revocation lists from AMD's key service, each once, into a cache.",
                        "Exit code 1 says that something is not to be had; what was fetched is kept then too.");
    }

    @Override
    public Integer call() {
        List<List<KdsRequest>> groups = groups().stream()
                .map(group -> group.stream().filter(this::wanted).toList())
                .toList();
        if (groups.stream().allMatch(List::isEmpty) && obstacles.isEmpty()) {
            throw Problem.input(CliCodes.FETCH_WHAT, "there is nothing of this kind to be fetched")
                    .at("--only")
                    .found(only.value())
                    .remedy("a key is that of a report, or of --chip-id and --tcb")
                    .exception();
        }
        try (OrderlyEnd end = new OrderlyEnd(session.cancellation())) {
            CertificateFetcher fetcher = fetch.fetcher(session, Roots.amd());
            groups.forEach(group -> fetcher.fetch(group).forEach(one -> all.putIfAbsent(one.request(), one)));
            write();
        }
        print();
        boolean complete = obstacles.isEmpty() && all.values().stream().allMatch(Fetched::found);
        return (complete ? ExitCode.DONE : ExitCode.FAILED).number();
    }

    private boolean wanted(KdsRequest request) {
        return only.value() == null || only.value().has(request);
    }

    private List<List<KdsRequest>> groups() {
        boolean ofReports = !reports.value().isEmpty();
        if (ofReports == (product.value() != null) || ofReports && chip.given()) {
            throw Problem.input(CliCodes.FETCH_WHAT, "either reports or a product are needed")
                    .expected("--report FILE, or --product NAME, perhaps with --chip-id HEX and --tcb TCB")
                    .exception();
        }
        if (ofReports) {
            return ofReports();
        }
        Generation generation = Generations.named(product.value());
        return List.of(chip.given() ? ofChip(generation) : ofProduct(generation));
    }

    private List<List<KdsRequest>> ofReports() {
        InputFiles files = new InputFiles(session);
        List<List<KdsRequest>> groups = new ArrayList<>();
        for (String name : reports.value()) {
            CertificateRequests needed = CertificateRequests.of(report(files, name));
            groups.add(needed.requests());
            if (!needed.obstacle().isEmpty()) {
                obstacles.add(name + ": " + needed.obstacle());
            }
        }
        return groups;
    }

    /** In whichever shape it is. */
    private static AttestationReport report(InputFiles files, String name) {
        ReportEvidence evidence = EvidenceReader.read(files.beginning("--report", name, EvidenceReader.MOST + 1), name);
        evidence.refusal().ifPresent(problem -> {
            throw problem.exception();
        });
        return AttestationReport.decode(evidence.report().orElse(Bytes.EMPTY), name);
    }

    private List<KdsRequest> ofChip(Generation generation) {
        // Refuses a generation without SEV-SNP or a root, which have no TCB versions to be read
        KdsRequest chain = KdsRequest.chipChain(generation);
        KdsRequest key = KdsRequest.chipCertificate(generation, chip.chip(), chip.tcb(generation));
        return List.of(key, chain, KdsRequest.chipRevocations(generation));
    }

    private static List<KdsRequest> ofProduct(Generation generation) {
        return List.of(
                KdsRequest.chipChain(generation),
                KdsRequest.loadedChain(generation),
                KdsRequest.chipRevocations(generation),
                KdsRequest.loadedRevocations(generation));
    }

    private void write() {
        OutputFiles files = new OutputFiles(session, force.value());
        if (out.value() != null) {
            Path folder = files.path(out.value());
            all.values().stream()
                    .filter(Fetched::found)
                    .forEach(one -> files.add(folder.resolve(one.fileName()), one.content()));
        }
        files.write();
    }

    private void print() {
        List<Fetched> fetched = List.copyOf(all.values());
        obstacles.forEach(one -> session.streams().err().println("not to be had: " + Printable.of(one)));
        FetchReport.notes(fetched).forEach(session.streams().err()::println);
        answer.print(
                session,
                () -> Json.text(FetchReport.json(Optional.ofNullable(out.value()), fetched, obstacles)),
                () -> FetchReport.lines(fetched));
    }
}
