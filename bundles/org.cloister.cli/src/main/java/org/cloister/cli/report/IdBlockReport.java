// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import com.google.gson.JsonObject;
import java.util.List;
import org.cloister.amd.id.IdAuthentication;
import org.cloister.amd.id.IdBlock;
import org.cloister.api.Base64Text;

/** The answers of {@code id-block create}. */
public final class IdBlockReport {
    /** What the files of the block are called, without their extensions. */
    public static final String BLOCK = "id-block";

    /** What the files of the authentication are called, without their extensions. */
    public static final String AUTHENTICATION = "id-auth";

    private IdBlockReport() {}

    /** What reports of the guest will say, what was written, and what {@code launch} takes. */
    public static List<String> lines(String folder, IdAuthentication signed) {
        Table table = new Table("").row("id key digest", signed.idKeyDigest().hex());
        signed.authorKeyDigest().ifPresent(digest -> table.row("author key digest", digest.hex()));
        for (String name : List.of(BLOCK, AUTHENTICATION)) {
            table.row("written", folder + "/" + name + ".bin and .b64");
        }
        return table.row("launch", options(folder, signed)).lines();
    }

    /** The same with block and authentication in base64. */
    public static JsonObject json(String folder, IdBlock block, IdAuthentication signed) {
        JsonObject json = new JsonObject();
        json.addProperty("folder", folder);
        json.addProperty("idKeyDigest", signed.idKeyDigest().hex());
        signed.authorKeyDigest().ifPresent(digest -> json.addProperty("authorKeyDigest", digest.hex()));
        json.addProperty("idBlock", Base64Text.encode(block.encode()));
        json.addProperty("idAuth", Base64Text.encode(signed.encode()));
        json.addProperty("authorKeyEnabled", signed.authorKey().isPresent());
        return json;
    }

    private static String options(String folder, IdAuthentication signed) {
        String both = option(folder, BLOCK) + " " + option(folder, AUTHENTICATION);
        return signed.authorKey().isPresent() ? both + " --author-key-enabled" : both;
    }

    private static String option(String folder, String name) {
        return "--" + name + " \"$(cat " + ShellWord.quoted(folder + "/" + name + ".b64") + ")\"";
    }
}
