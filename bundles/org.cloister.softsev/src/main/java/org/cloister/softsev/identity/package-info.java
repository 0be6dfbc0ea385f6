/**
 * What a secure processor is known by: keys and certificates of its chip and of its owner, and where they are kept.
 *
 * <p>No parameter and no result is null.
 */
package org.cloister.softsev.identity;
