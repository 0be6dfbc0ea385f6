// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.cloister.amd.launch.SevDigest;
import org.cloister.amd.launch.SnpPlanner;
import org.cloister.amd.measure.LaunchDigest;
import org.cloister.api.Bytes;
import org.cloister.api.GuestType;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.guest.GuestRequest;
import org.cloister.cli.codes.CliCodes;
import org.cloister.cli.report.DigestFormat;
import org.cloister.cli.report.ExitCode;
import org.cloister.cli.report.Json;
import org.cloister.cli.report.MatchReport;
import org.cloister.cli.report.MeasureJson;
import org.cloister.cli.session.CommandContext;
import org.cloister.cli.value.ByteOption;
import org.cloister.definition.DomainGuest;
import org.cloister.definition.LibvirtDomain;
import org.cloister.owner.DigestMatch;
import org.cloister.owner.DigestSearch;
import org.cloister.owner.ExpectedMeasurement;

/** {@code measure}: the launch digest that a guest will have, computed without a platform. */
final class MeasureCommand implements Callable<Integer> {
    /** As many as a search tries unless more are named: each costs a step for every other setting. */
    private static final int USUAL_VCPUS = 512;

    private final CommandContext session;
    private final OptionRows rows = new OptionRows();
    private final TypeSettings settings = new TypeSettings();
    private final OptionRow<String> type = rows.text(
            "--type", "TYPE", "The guest type: sev, sev-es or sev-snp, or one that an installed bundle brings.");
    private final DomainOption domain = rows.add(new DomainOption());
    private final GuestOptions guest = rows.add(new GuestOptions());
    private final MemoryOption memory = rows.add(new MemoryOption());
    private final PropertyOptions properties = rows.add(new PropertyOptions());
    private final SvsmOptions svsm = rows.add(new SvsmOptions());
    private final OptionRow<Bytes> firmwareHash = rows.text(
                    "--firmware-hash",
                    "HEX|BASE64",
                    "The digest after the firmware alone, instead of hashing the image again.")
            .as(Bytes.class, ByteOption.usually(SevDigest.SIZE, LaunchDigest.SIZE));
    private final OptionRow<Boolean> printFirmwareHash =
            rows.flag("--print-firmware-hash", "Print the digest after the firmware alone.");
    private final OptionRow<Bytes> observed = rows.text(
                    "--find",
                    "HEX|BASE64",
                    "Search profiles, vCPU types, counts and features for this digest; exit code 1 when none gives it.")
            .as(Bytes.class, ByteOption.usually(SevDigest.SIZE, LaunchDigest.SIZE));
    private final OptionRow<DigestFormat> format = rows.text(
                    "--format", "hex|base64", "How digests are written; hex by default.")
            .as(DigestFormat.class)
            .fallback("HEX");
    private final OutputFormat answer = rows.add(new OutputFormat());
    private final DefinitionNotes notes = new DefinitionNotes();

    private MeasureCommand(CommandContext session) {
        this.session = session;
    }

    static CommandModel model(CommandContext session) {
        MeasureCommand command = new MeasureCommand(session);
        return CommandModel.of(command, command.rows)
                .abbreviated()
                .further(command.settings.rows(TypeSettings.MEASURED));
    }

    @Override
    public Integer call() {
        if (Stream.of(firmwareHash.value() != null, printFirmwareHash.value(), observed.value() != null)
                        .filter(given -> given)
                        .count()
                > 1) {
            throw Problem.input(
                            CliCodes.MEASURE_OPTIONS,
                            "--firmware-hash, --print-firmware-hash and --find exclude each other")
                    .exception();
        }
        Optional<LibvirtDomain> said = domain.read(new InputFiles(session));
        GuestType wanted = type(said);
        svsm.check(wanted, firmwareHash.value() != null || printFirmwareHash.value() || observed.value() != null);
        if (!ExpectedMeasurement.knows(wanted)) {
            session.services().requireFramework();
        }
        if (wanted.equals(SnpPlanner.TYPE) && guest.namesFirmware()) {
            LaunchDigest.prepare();
        }
        Map<String, String> given = settings(said);
        Optional<DomainGuest> guests = said.flatMap(LibvirtDomain::guest);
        Optional<Long> bytes = memory.bytes(session);
        if (observed.value() != null) {
            GuestSource source = new GuestSource(guests, RequestUse.MEASURE, notes);
            return find(wanted, guest.searched(session, source, bytes, given));
        }
        GuestSource source = new GuestSource(guests, RequestUse.measuring(wanted), notes);
        return measure(wanted, guest.request(session, source, bytes, given));
    }

    private GuestType type(Optional<LibvirtDomain> said) {
        Optional<GuestType> given = Optional.ofNullable(type.value()).map(GuestType::new);
        Optional<GuestType> defined = said.map(one -> one.security().type());
        if (given.isEmpty() && defined.isEmpty()) {
            throw Problem.input(CliCodes.LAUNCH_TYPE, "it is not said of which type the guest is")
                    .at("--type")
                    .expected("sev, sev-es or sev-snp, or a domain that says it")
                    .remedy("add --type TYPE, or --domain-xml FILE.xml")
                    .exception();
        }
        if (given.isPresent() && defined.isPresent() && !given.equals(defined)) {
            throw DomainOption.contradiction(defined.get());
        }
        return defined.or(() -> given).orElseThrow();
    }

    private Map<String, String> settings(Optional<LibvirtDomain> said) {
        SaidSettings all = new SaidSettings(notes, properties.with(settings.values()));
        said.map(LibvirtDomain::security).ifPresent(security -> {
            all.add(security);
            all.fallBack(security);
        });
        return all.values();
    }

    private int find(GuestType wanted, GuestRequest request) {
        List<DigestMatch> matches = DigestSearch.find(
                wanted,
                request,
                observed.value(),
                Math.max(USUAL_VCPUS, Math.min(request.vcpus(), SnpPlanner.MOST_VCPUS)),
                Limits.of(session.cancellation()));
        if (answer.json()) {
            print(Json.text(MatchReport.json(wanted, observed.value(), matches)));
        } else if (matches.isEmpty()) {
            notes.print(session);
            session.streams()
                    .err()
                    .println("cloister: nothing that was tried gives this digest; is it the same firmware?" + " (Up to "
                            + USUAL_VCPUS + " vCPUs were tried, with --vcpus N that many.)");
        } else {
            MatchReport.lines(matches).forEach(this::print);
        }
        return (matches.isEmpty() ? ExitCode.FAILED : ExitCode.DONE).number();
    }

    private int measure(GuestType wanted, GuestRequest request) {
        if (svsm.given()) {
            InputFiles files = new InputFiles(session);
            print(ExpectedMeasurement.withSvsm(request, svsm.module(files), svsm.variables(files)));
        } else if (printFirmwareHash.value()) {
            Bytes hash = ExpectedMeasurement.firmwareHash(wanted, request);
            print(
                    answer.json()
                            ? Json.text(MeasureJson.ofFirmware(wanted, hash, format.value()))
                            : format.value().text(hash));
        } else if (firmwareHash.value() != null || ExpectedMeasurement.knows(wanted)) {
            print(ExpectedMeasurement.of(wanted, request, Optional.ofNullable(firmwareHash.value())));
        } else {
            print(BackendsMeasurement.of(session.services(), wanted, request, guest.namesFirmware()));
        }
        return ExitCode.DONE.number();
    }

    private void print(ExpectedMeasurement expected) {
        note(expected.notes());
        print(
                answer.json()
                        ? Json.text(MeasureJson.of(expected, format.value()))
                        : format.value().text(expected.digest()));
    }

    private void print(BackendsMeasurement expected) {
        note(expected.plan().notes());
        print(
                answer.json()
                        ? Json.text(MeasureJson.of(expected.plan(), expected.measurement(), format.value()))
                        : format.value().text(expected.measurement().value()));
    }

    private void note(List<String> more) {
        more.forEach(notes::add);
    }

    private void print(String result) {
        notes.print(session);
        session.streams().out().println(result);
    }
}
