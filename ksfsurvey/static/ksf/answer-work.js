/* The work that a newcomer of a crowd lets the browser do: find a number for which the SHA-256 of the task, a colon and
 * the number begins with enough zero bits. In small portions, so that the page stays at hand. Without this script the
 * server asks for a short wait instead.
 */
(function () {
  "use strict";

  var PORTION = 20; // milliseconds
  var START = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];
  var ROUNDS = roundConstants();
  var words = new Uint32Array(64);

  /* The fractions of the cube roots of the first 64 primes: FIPS 180-4, 4.2.2. */
  function roundConstants() {
    var found = [];
    for (var candidate = 2; found.length < 64; candidate++) {
      var isPrime = true;
      for (var divisor = 2; divisor * divisor <= candidate; divisor++) {
        if (candidate % divisor === 0) { isPrime = false; break; }
      }
      if (isPrime) { found.push(fraction(candidate)); }
    }
    return found;
  }

  /* 32 bits behind the point of a cube root, found with whole numbers because a double holds too few of them. */
  function fraction(prime) {
    var wanted = BigInt(prime) << 96n;
    var low = 0n, high = 1n << 40n;
    while (high - low > 1n) {
      var middle = (low + high) / 2n;
      if (middle * middle * middle <= wanted) { low = middle; } else { high = middle; }
    }
    return Number(low & 0xffffffffn);
  }

  function turn(value, by) {
    return (value >>> by) | (value << (32 - by));
  }

  /* Take one block of 64 bytes, from `offset` on, into the state. */
  function absorb(state, bytes, offset) {
    var i;
    for (i = 0; i < 16; i++) {
      var at = offset + i * 4;
      words[i] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
    }
    for (i = 16; i < 64; i++) {
      var x = words[i - 15], y = words[i - 2];
      words[i] = words[i - 16] + words[i - 7] +
        (turn(x, 7) ^ turn(x, 18) ^ (x >>> 3)) + (turn(y, 17) ^ turn(y, 19) ^ (y >>> 10));
    }
    var a = state[0], b = state[1], c = state[2], d = state[3];
    var e = state[4], f = state[5], g = state[6], h = state[7];
    for (i = 0; i < 64; i++) {
      var one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + ROUNDS[i] + words[i]) | 0;
      var two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g; g = f; f = e; e = (d + one) | 0; d = c; c = b; b = a; a = (one + two) | 0;
    }
    return [
      (state[0] + a) | 0, (state[1] + b) | 0, (state[2] + c) | 0, (state[3] + d) | 0,
      (state[4] + e) | 0, (state[5] + f) | 0, (state[6] + g) | 0, (state[7] + h) | 0
    ];
  }

  /* Everything up to the last whole block is the same for all numbers, and is taken in once. */
  function prepared(text) {
    var bytes = new TextEncoder().encode(text);
    var whole = bytes.length - bytes.length % 64;
    var state = START;
    for (var offset = 0; offset < whole; offset += 64) { state = absorb(state, bytes, offset); }
    return { state: state, rest: bytes.slice(whole), length: bytes.length };
  }

  function digest(begun, suffix) {
    var size = begun.rest.length + suffix.length;
    var block = new Uint8Array(size + 9 <= 64 ? 64 : 128);
    block.set(begun.rest);
    for (var i = 0; i < suffix.length; i++) { block[begun.rest.length + i] = suffix.charCodeAt(i); }
    block[size] = 0x80;
    new DataView(block.buffer).setUint32(block.length - 4, (begun.length + suffix.length) * 8);
    var state = begun.state;
    for (var offset = 0; offset < block.length; offset += 64) { state = absorb(state, block, offset); }
    return state;
  }

  function isEnough(state, bits) {
    return bits > 31 ? state[0] === 0 && state[1] >>> (64 - bits) === 0 : state[0] >>> (32 - bits) === 0;
  }

  window.ksfWork = {
    /* Promise the number, as text. */
    solve: function (task, bits) {
      var begun = prepared(task + ":");
      var number = 0;
      return new Promise(function (resolve) {
        function portion() {
          var until = Date.now() + PORTION;
          do {
            for (var tries = 0; tries < 200; tries++, number++) {
              if (isEnough(digest(begun, String(number)), bits)) { resolve(String(number)); return; }
            }
          } while (Date.now() < until);
          setTimeout(portion, 0);
        }
        portion();
      });
    }
  };
})();
