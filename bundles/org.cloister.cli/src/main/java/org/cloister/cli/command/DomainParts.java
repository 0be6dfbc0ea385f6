// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.cloister.amd.cpu.CpuModel;
import org.cloister.amd.firmware.ImageMapping;
import org.cloister.amd.setting.GuestSetting;
import org.cloister.api.CloisterException;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;
import org.cloister.api.guest.DirectBoot;
import org.cloister.api.guest.Image;
import org.cloister.cli.codes.CliCodes;
import org.cloister.cli.session.CommandContext;
import org.cloister.definition.DomainGuest;
import org.cloister.definition.Said;

/**
 * The parts of a domain, with the options beside it. Those that name a file say where the domain's file lies here, as
 * its host's is usually not there; values have to be the domain's own, or to fill what it leaves open.
 *
 * @param use what they are wanted for
 * @param notes where it is noted what people should know
 */
record DomainParts(
        CommandContext session, DomainGuest domain, RequestUse use, InputFiles files, DefinitionNotes notes) {
    /** Reads a file by its name, for messages with what named it. */
    @FunctionalInterface
    private interface Reader {
        Image read(String where, String name);
    }

    /** The firmware's image, of a size that QEMU maps as the domain says. */
    Image firmware(String given, int mebibytes) {
        Image image;
        String place;
        if (domain.firmware() instanceof Said.Value<String> said) {
            place = said.where();
            image = here(said, "--firmware", given, (where, name) -> files.read(where, name, mebibytes));
        } else {
            place = "--firmware " + given;
            image = files.read("--firmware", required((Said.Open<String>) domain.firmware(), given), mebibytes);
        }
        int size = image.content().length();
        if (domain.mapping() == ImageMapping.ROM && !ImageMapping.ROM.fits(size) && ImageMapping.FLASH.fits(size)) {
            throw Problem.input(CliCodes.DOMAIN_FIRMWARE, "QEMU takes no image of this size as rom")
                    .at(place)
                    .found(size + " bytes")
                    .expected("a multiple of " + ImageMapping.ROM.step())
                    .remedy("the CODE half of a pair for flash is <loader type='pflash'>, which sev and sev-es have")
                    .exception();
        }
        return image;
    }

    /** The kernel; empty where there is none, and where it is not measured and nothing is launched. */
    Optional<DirectBoot> boot(
            String kernel, String initrd, String append, Map<String, String> settings, int mebibytes) {
        requireSaid(domain.kernel(), "--kernel", kernel);
        requireSaid(domain.initrd(), "--initrd", initrd);
        String line = domain.commandLine().map(Said.Value::value).orElse("");
        if (append != null && !append.equals(line)) {
            String place = domain.commandLine().map(Said.Value::where).orElse(domain.place() + ", os/cmdline");
            throw SaidSettings.twice(place + " and --append", "'" + line + "'", "'" + append + "'");
        }
        boolean hashed = "on".equals(settings.get(GuestSetting.KERNEL_HASHES.key()));
        if (!use.launches() && !hashed && domain.kernel().isPresent()) {
            notes.add(domain.kernel().get().where()
                    + ": kernelHashes is not yes, so the kernel is not measured, and not read.");
            return Optional.empty();
        }
        return domain.kernel().map(said -> {
            Image image = boot(said, "--kernel", kernel, mebibytes);
            Optional<Image> disk = domain.initrd().map(one -> boot(one, "--initrd", initrd, mebibytes));
            return new DirectBoot(image, disk, line);
        });
    }

    private Image boot(Said.Value<String> said, String option, String given, int mebibytes) {
        return here(said, option, given, (where, name) -> files.readEmptyToo(where, name, mebibytes));
    }

    int vcpus(Integer given) {
        Said.Value<Integer> said = domain.vcpus();
        if (given != null && !given.equals(said.value())) {
            throw SaidSettings.twice(said.where() + " and --vcpus", said.value(), given);
        }
        return said.value();
    }

    /** The model's name; empty where options say it, or nobody has to. */
    Optional<String> vcpuType(Optional<String> signature) {
        if (domain.vcpuType() instanceof Said.Value<String> said) {
            int own = CpuModel.named(said.value()).signature();
            signature
                    .filter(text -> !Numbers.parse(text).equals(OptionalLong.of(Integer.toUnsignedLong(own))))
                    .ifPresent(other -> {
                        throw SaidSettings.twice(
                                said.where() + " and the vCPU model by options",
                                said.value() + " with signature " + Numbers.hex32(own),
                                other);
                    });
            return Optional.of(said.value());
        }
        if (signature.isEmpty() && use.needsModel()) {
            throw ((Said.Open<String>) domain.vcpuType()).problem().exception();
        }
        return Optional.empty();
    }

    long memory(Optional<Long> given, long usual) {
        if (domain.memory() instanceof Said.Value<Long> said) {
            given.filter(bytes -> !bytes.equals(said.value())).ifPresent(other -> {
                throw SaidSettings.twice(said.where() + " and --memory", said.value() + " bytes", other + " bytes");
            });
            return said.value();
        }
        if (given.isEmpty() && use.launches()) {
            throw ((Said.Open<Long>) domain.memory()).problem().exception();
        }
        return given.orElse(usual);
    }

    private static String required(Said.Open<String> open, String given) {
        if (given == null) {
            throw open.problem().exception();
        }
        return given;
    }

    private void requireSaid(Optional<Said.Value<String>> said, String option, String given) {
        if (said.isEmpty() && given != null) {
            throw Problem.input(CliCodes.DOMAIN_FILE, "this domain has no such file")
                    .at(option)
                    .found(given)
                    .expected("no such option, as " + domain.place() + " names none")
                    .remedy("leave it out, or name the file in the domain")
                    .exception();
        }
    }

    /** The file of the domain, from where an option says that it lies. */
    private Image here(Said.Value<String> said, String option, String given, Reader reader) {
        if (given != null) {
            if (!given.equals(said.value())) {
                notes.add(said.where() + ": " + said.value() + " is read from " + given + ".");
            }
            return reader.read(option, given);
        }
        if (!session.isLocal()) {
            throw Problem.input(CliCodes.DOMAIN_FILE, "a running platform reads no file that the command does not name")
                    .at(said.where())
                    .found(said.value())
                    .remedy("name it: " + option + " " + said.value())
                    .exception();
        }
        try {
            return reader.read(said.where(), said.value());
        } catch (CloisterException unreadable) {
            throw unreadable
                    .problem()
                    .remedy("say where it lies here: " + option + " FILE")
                    .exception(unreadable);
        }
    }
}
