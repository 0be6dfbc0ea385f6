// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import com.google.gson.JsonObject;
import java.util.List;
import org.cloister.amd.policy.Policy;
import org.cloister.owner.session.PlatformOffer;
import org.cloister.owner.verify.Status;

/** The answers of {@code session create}. */
public final class SessionReport {
    /** What follows the name of a session in that of its certificate's file. */
    public static final String CERTIFICATE = "_godh.b64";
    /** The same for the session itself. */
    public static final String SESSION = "_session.b64";
    /** The same for the integrity key. */
    public static final String TIK = "_tik.bin";
    /** The same for the encryption key. */
    public static final String TEK = "_tek.bin";

    private SessionReport() {}

    /** What was verified, what was written, and what {@code launch} takes. */
    public static List<String> lines(String folder, String name, Policy policy, PlatformOffer offer) {
        String base = folder + "/" + name;
        return new Table("")
                .row("platform", verified(offer))
                .row("policy", policy + "  " + policy.toGuestPolicy().bits())
                .row("for the host", base + CERTIFICATE + ", " + base + SESSION)
                .row("for you alone", base + TIK + ", " + base + TEK)
                .row("launch", OwnersCommands.launch(policy, base + CERTIFICATE, base + SESSION))
                .lines();
    }

    /** The same as JSON; of the keys it has the files' names alone. */
    public static JsonObject json(String folder, String name, Policy policy, PlatformOffer offer) {
        JsonObject files = new JsonObject();
        files.addProperty("certificate", folder + "/" + name + CERTIFICATE);
        files.addProperty("session", folder + "/" + name + SESSION);
        files.addProperty("tik", folder + "/" + name + TIK);
        files.addProperty("tek", folder + "/" + name + TEK);
        JsonObject json = new JsonObject();
        json.add("files", files);
        json.add("policy", LaunchJson.policy(policy.toGuestPolicy()));
        json.add("platform", VerdictJson.ofChain(offer.verification()));
        return json;
    }

    private static String verified(PlatformOffer offer) {
        return "chain verified, " + offer.verification().with(Status.PASSED).size() + " checks; SEV API "
                + offer.pdh().apiMajor() + "." + offer.pdh().apiMinor();
    }
}
