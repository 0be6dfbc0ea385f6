// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.request;

import org.cloister.softsev.model.Refusal;

/** What answers one type of request. */
interface Payload {
    /** Bytes that a request of a version has at least. */
    int size(int version);

    /**
     * The payload of the response, for the caller to wipe.
     *
     * @throws Refusal whose status the response has to carry
     */
    byte[] answer(GuestQuery request);

    /** The payload of a response that says why there is no answer. */
    byte[] refusal(int status);
}
