// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;
import org.cloister.amd.tcb.KdsRequest;
import org.cloister.amd.tcb.TcbComponent;
import org.cloister.amd.tcb.TcbVersion;
import org.cloister.api.CloisterException;
import org.cloister.api.Limits;
import org.cloister.api.files.BoundedContent;
import org.cloister.owner.fetch.ServiceReply.Hope;
import org.cloister.owner.fetch.ServiceReply.Refusal;

/**
 * A folder in the place of AMD's service, for machines without a network. It is only read. Files have the names that
 * {@link Fetched#fileName} gives them, the paths of the service, or those of the offline store of trustee (Confidential
 * Containers): {@code vcek/HWID/bl03_tee00_snp08_ucode115_vcek.der}, then {@code vcek/HWID/vcek.der}.
 */
record FolderKeyService(Path folder) implements CertificateService {
    @Override
    public ServiceReply get(KdsRequest request, int most, Duration within, Limits limits) {
        return names(request)
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .map(file -> read(file, most))
                .orElseGet(() -> Refusal.of("the folder " + folder + " has none", Hope.NONE));
    }

    private static ServiceReply read(Path file, int most) {
        try (InputStream in = Files.newInputStream(file)) {
            return new ServiceReply.Content(BoundedContent.bytes(in, file.toString(), most));
        } catch (IOException e) {
            return Refusal.of(file + " cannot be read", Hope.NONE);
        } catch (CloisterException e) {
            return Refusal.of(e.problem().toString(), Hope.NONE);
        }
    }

    private static Stream<String> names(KdsRequest request) {
        Stream<String> own = Stream.of(Fetched.fileName(request), request.path().substring(1));
        return Stream.concat(own, request.tcb().stream().flatMap(tcb -> {
            String chip = "vcek/" + request.hardwareId().hex() + "/";
            return Stream.of(chip + trustee(tcb), chip + "vcek.der");
        }));
    }

    private static String trustee(TcbVersion tcb) {
        String fmc = tcb.get(TcbComponent.FMC).isEmpty() ? "" : number("_fmc", tcb, TcbComponent.FMC);
        return number("bl", tcb, TcbComponent.BOOTLOADER)
                + number("_tee", tcb, TcbComponent.TEE)
                + number("_snp", tcb, TcbComponent.SNP)
                + number("_ucode", tcb, TcbComponent.MICROCODE)
                + fmc
                + "_vcek.der";
    }

    private static String number(String name, TcbVersion tcb, TcbComponent component) {
        return String.format(Locale.ROOT, "%s%02d", name, tcb.get(component).orElse(0));
    }
}
