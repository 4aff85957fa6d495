#!/usr/bin/env python3
"""Verifies the log of a Conclave facility. One file, Python 3.8 or newer and `openssl` 1.1.1 or newer, nothing else.

    python3 conclave_verify.py FOLDER [--policy FILE] [--from FILE] [--json]

FOLDER is an auditor package, a `conclave log export`, or the folder of a facility. Nothing in it is written.
Exit code: 0 nothing is wrong, 1 something is, 2 wrong usage or nothing to verify.

It was written from the formats, not from the program that writes the log:
  RFC 8785 (canonical JSON), RFC 6962 section 2.1 (Merkle tree), RFC 8032 (Ed25519), RFC 5280 (certificates, CRLs),
  C2SP signed-note, tlog-checkpoint, tlog-cosignature v1, tlog-tiles, tlog-policy.
What is checked, in the order of this file: the bytes (1), the tree and its checkpoints (2), what people signed (3),
what the steps of a run may do (4), and that everything that was signed by a key was approved (5).
"""
import argparse
import base64
import collections
import datetime
import hashlib
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile

HEX64 = re.compile(r'^[0-9a-f]{64}$')
INSTANT = re.compile(r'^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$')
NO_PREVIOUS = '0' * 64
MOST_PROBLEMS = 200


class Wrong(Exception):
    """A rule that is not met: `code` and a sentence."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


def sha256(data):
    return hashlib.sha256(data).digest()


def sha256_hex(data):
    return hashlib.sha256(data).hexdigest()


def require(holds, code, message):
    if not holds:
        raise Wrong(code, message)


# --- 1. Bytes: canonical JSON (RFC 8785; numbers are integers below 2^53) ---------------------------------------------

ESCAPES = {'"': '\\"', '\\': '\\\\', '\b': '\\b', '\f': '\\f', '\n': '\\n', '\r': '\\r', '\t': '\\t'}


def write_string(text):
    out = []
    for char in text:
        if char in ESCAPES:
            out.append(ESCAPES[char])
        elif char < ' ':
            out.append('\\u%04x' % ord(char))
        elif '\ud800' <= char <= '\udfff':
            raise Wrong('entry-malformed', 'a string holds half of a surrogate pair')
        else:
            out.append(char)
    return '"' + ''.join(out) + '"'


def canonical(value):
    if value is None:
        return 'null'
    if value is True:
        return 'true'
    if value is False:
        return 'false'
    if isinstance(value, int):
        require(abs(value) < 2 ** 53, 'entry-malformed', 'a number is not an integer below 2^53')
        return str(value)
    if isinstance(value, str):
        return write_string(value)
    if isinstance(value, list):
        return '[' + ','.join(canonical(one) for one in value) + ']'
    if isinstance(value, dict):
        # RFC 8785 section 3.2.3: by UTF-16 code units.
        names = sorted(value, key=lambda name: name.encode('utf-16-be', 'surrogatepass'))
        return '{' + ','.join(write_string(name) + ':' + canonical(value[name]) for name in names) + '}'
    raise Wrong('entry-malformed', 'a %s has no place in it' % type(value).__name__)


def canonical_bytes(value):
    return canonical(value).encode()


def parse_canonical(data, what='it'):
    """Exactly the one spelling that RFC 8785 has for a value."""
    try:
        value = json.loads(data.decode('utf-8'))
        same = canonical(value).encode() == bytes(data)
    except (ValueError, RecursionError, Wrong) as error:
        raise Wrong('entry-malformed', '%s is not canonical JSON (%s)' % (what, error))
    require(same, 'entry-malformed', '%s has another spelling in RFC 8785' % what)
    return value


# --- Ed25519 (RFC 8032 section 5.1), verification only ---------------------------------------------------------------

P = 2 ** 255 - 19
L = 2 ** 252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def recover_x(y, sign):
    if y >= P:
        return None
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if x2 == 0:
        return None if sign else 0
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P != 0:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - x2) % P != 0:
        return None
    return P - x if (x & 1) != sign else x


def point(data):
    y = int.from_bytes(data, 'little')
    sign = y >> 255
    y &= (1 << 255) - 1
    x = recover_x(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


def add(a, b):
    s = (a[1] - a[0]) * (b[1] - b[0]) % P
    t = (a[1] + a[0]) * (b[1] + b[0]) % P
    c = 2 * a[3] * b[3] * D % P
    d = 2 * a[2] * b[2] % P
    e, f, g, h = t - s, d - c, d + c, t + s
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def double(a):
    x, y, z = a[0] * a[0] % P, a[1] * a[1] % P, 2 * a[2] * a[2] % P
    h = x + y
    e = h - (a[0] + a[1]) ** 2 % P
    g = x - y
    f = z + g
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def double_multiply(one, a, other, b):
    """one * a + other * b, both at once."""
    both = add(a, b)
    result = (0, 1, 1, 0)
    for bit in range(max(one.bit_length(), other.bit_length()) - 1, -1, -1):
        result = double(result)
        which = (one >> bit & 1, other >> bit & 1)
        if which != (0, 0):
            result = add(result, both if which == (1, 1) else a if which == (1, 0) else b)
    return result


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = (recover_x(BASE_Y, 0), BASE_Y, 1, recover_x(BASE_Y, 0) * BASE_Y % P)


def ed25519_verify(public, message, signature):
    """Strict: s below the order of the group, no cofactor."""
    if len(signature) != 64 or len(public) != 32:
        return False
    a = point(public)
    r = point(signature[:32])
    s = int.from_bytes(signature[32:], 'little')
    if a is None or r is None or s >= L:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), 'little') % L
    minus_a = (P - a[0], a[1], 1, P - a[3])
    x, y, z, _ = double_multiply(s, BASE, h, minus_a)
    return (x - r[0] * z) % P == 0 and (y - r[1] * z) % P == 0


# --- OpenSSL, for all other signatures -------------------------------------------------------------------------------

class OpenSsl:
    def __init__(self, program):
        self.program = program
        self.folder = tempfile.mkdtemp(prefix='conclave-verify-')

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def file(self, name, data):
        path = os.path.join(self.folder, name)
        with open(path, 'wb') as out:
            out.write(data)
        return path

    def run(self, *arguments):
        done = subprocess.run([self.program, *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        return done.returncode == 0, done.stdout.decode('utf-8', 'replace')

    def verify(self, algorithm, spki, message, raw):
        """`raw`: r||s for ECDSA, as the HSM returned it; `spki`: DER."""
        if algorithm == 'ed25519':
            return ed25519_verify(spki[-32:], message, raw)
        hash_name = {'ecdsa-sha256': 'sha256', 'ecdsa-sha384': 'sha384', 'rsa-sha256': 'sha256', 'rsa-sha384': 'sha384'}
        if algorithm not in hash_name:
            return False
        signature = ecdsa_der(raw) if algorithm.startswith('ecdsa') else raw
        key = self.file('key.pem', pem('PUBLIC KEY', spki))
        good, _ = self.run('dgst', '-' + hash_name[algorithm], '-verify', key, '-signature',
                           self.file('signature', signature), self.file('message', message))
        return good

    def verify_cms(self, p7s, content, certificate, at):
        signer = self.file('signer.pem', pem('CERTIFICATE', certificate))
        return self.run('cms', '-verify', '-binary', '-inform', 'DER', '-in', self.file('p7s', p7s), '-content',
                        self.file('content', content), '-partial_chain', '-CAfile', signer, '-purpose', 'any',
                        '-attime', str(at), '-out', os.path.join(self.folder, 'out'))


def pem(label, der):
    text = base64.b64encode(der).decode()
    lines = '\n'.join(text[at:at + 64] for at in range(0, len(text), 64))
    return ('-----BEGIN %s-----\n%s\n-----END %s-----\n' % (label, lines, label)).encode()


# --- DER (X.690), as much as certificates and CRLs need --------------------------------------------------------------

def der(tag, content):
    length = len(content)
    if length < 128:
        return bytes([tag, length]) + content
    size = (length.bit_length() + 7) // 8
    return bytes([tag, 128 | size]) + length.to_bytes(size, 'big') + content


def der_integer(value):
    return der(2, value.to_bytes(value.bit_length() // 8 + 1, 'big'))


def ecdsa_der(raw):
    half = len(raw) // 2
    return der(0x30, der_integer(int.from_bytes(raw[:half], 'big')) + der_integer(int.from_bytes(raw[half:], 'big')))


def read_der(data, at=0):
    """(tag, start of content, end of content)."""
    require(at + 2 <= len(data), 'certificate-malformed', 'DER ends too early')
    tag, length, start = data[at], data[at + 1], at + 2
    if length & 128:
        size = length & 127
        length = int.from_bytes(data[start:start + size], 'big')
        start += size
    require(start + length <= len(data), 'certificate-malformed', 'DER ends too early')
    return tag, start, start + length


def children(data, start, end):
    while start < end:
        tag, first, last = read_der(data, start)
        yield tag, first, last, data[start:last]
        start = last


SIGNATURE_ALGORITHM = {
    'ecdsa-sha256': '300a06082a8648ce3d040302', 'ecdsa-sha384': '300a06082a8648ce3d040303',
    'rsa-sha256': '300d06092a864886f70d01010b0500', 'rsa-sha384': '300d06092a864886f70d01010c0500',
    'ed25519': '300506032b6570',
}


def assemble(tbs, algorithm, raw):
    """{ toBeSigned, AlgorithmIdentifier, BIT STRING } of RFC 5280 sections 4.1 and 5.1."""
    signature = ecdsa_der(raw) if algorithm.startswith('ecdsa') else raw
    return der(0x30, tbs + bytes.fromhex(SIGNATURE_ALGORITHM[algorithm]) + der(3, b'\0' + signature))


def der_time(tag, text):
    """UTCTime or GeneralizedTime as the log writes instants."""
    digits = text.decode('ascii').rstrip('Z')
    if tag == 0x17:
        digits = ('19' if digits[:2] >= '50' else '20') + digits
    return '%s-%s-%sT%s:%s:%s.000Z' % (digits[:4], digits[4:6], digits[6:8], digits[8:10], digits[10:12], digits[12:14])


def certificate_facts(certificate):
    """Serial (hex), validity and SHA-256 of the SubjectPublicKeyInfo."""
    _, start, end = read_der(certificate)
    _, first, last, _ = next(children(certificate, start, end))
    parts = list(children(certificate, first, last))
    if parts[0][0] == 0xA0:
        parts = parts[1:]
    serial, validity, spki = parts[0], parts[3], parts[5]
    not_before, not_after = list(children(certificate, validity[1], validity[2]))
    return {
        'serial': certificate[serial[1]:serial[2]].hex(),
        'notBefore': der_time(not_before[0], certificate[not_before[1]:not_before[2]]),
        'notAfter': der_time(not_after[0], certificate[not_after[1]:not_after[2]]),
        'spki': sha256_hex(spki[3]),
    }


def crl_facts(crl):
    """Times, number and the revoked serials of a CRL (RFC 5280 section 5.1)."""
    _, start, end = read_der(crl)
    _, first, last, _ = next(children(crl, start, end))
    parts = list(children(crl, first, last))
    if parts[0][0] == 0x02:
        parts = parts[1:]
    times = [part for part in parts if part[0] in (0x17, 0x18)]
    revoked = {}
    number = None
    for tag, part_start, part_end, _ in parts[2:]:
        if tag == 0x30:
            for _, entry_start, entry_end, _ in children(crl, part_start, part_end):
                _, serial_start, serial_end = read_der(crl, entry_start)
                revoked[crl[serial_start:serial_end].lstrip(b'\0').hex()] = None
        if tag == 0xA0:
            _, list_start, list_end = read_der(crl, part_start)
            for _, ext_start, ext_end, _ in children(crl, list_start, list_end):
                fields = list(children(crl, ext_start, ext_end))
                if crl[fields[0][1]:fields[0][2]] == bytes([0x55, 0x1D, 0x14]):
                    _, value_start, value_end = read_der(crl, fields[-1][1])
                    number = int.from_bytes(crl[value_start:value_end], 'big')
    return {
        'thisUpdate': der_time(times[0][0], crl[times[0][1]:times[0][2]]),
        'nextUpdate': der_time(times[1][0], crl[times[1][1]:times[1][2]]) if len(times) > 1 else None,
        'number': number,
        'revoked': revoked,
    }


# --- 2. The tree and its checkpoints ---------------------------------------------------------------------------------

def leaf_hash(entry):
    return sha256(b'\0' + entry)


class Tree:
    """RFC 6962 section 2.1, growing: the roots of its perfect subtrees."""

    def __init__(self):
        self.size = 0
        self.peaks = []

    def append(self, leaf):
        size, node = 1, leaf
        while self.peaks and self.peaks[-1][0] == size:
            node = sha256(b'\1' + self.peaks.pop()[1] + node)
            size *= 2
        self.peaks.append((size, node))
        self.size += 1

    def root(self):
        if not self.peaks:
            return sha256(b'')
        root = self.peaks[-1][1]
        for _, left in reversed(self.peaks[:-1]):
            root = sha256(b'\1' + left + root)
        return root


Key = collections.namedtuple('Key', 'name id type public vkey')
LOG_KEY, COSIGNER = 1, 4


def key_id(name, kind, public):
    return sha256(name.encode() + b'\n' + bytes([kind]) + public)[:4].hex()


def make_key(name, kind, public):
    identifier = key_id(name, kind, public)
    return Key(name, identifier, kind, public,
               '%s+%s+%s' % (name, identifier, base64.b64encode(bytes([kind]) + public).decode()))


def parse_vkey(text):
    match = re.match(r'^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$', text)
    require(match is not None, 'key-malformed', '"%s" is not a verifier key' % text[:60])
    try:
        material = base64.b64decode(match.group(3), validate=True)
    except ValueError:
        material = b''
    require(len(material) == 33 and material[0] in (LOG_KEY, COSIGNER), 'key-malformed', 'a verifier key is not Ed25519')
    key = make_key(match.group(1), material[0], material[1:])
    require(key.id == match.group(2), 'key-malformed', 'a key id does not belong to its key')
    return key


class Note:
    """C2SP signed-note with a C2SP tlog-checkpoint in it."""

    def __init__(self, text):
        split = text.rfind('\n\n')
        require(split >= 0 and text.endswith('\n'), 'checkpoint-malformed', 'a checkpoint is not a signed note')
        self.whole = text
        self.text = text[:split + 1]
        self.signatures = [self.line(line) for line in text[split + 2:-1].split('\n')]
        self.origin, self.size, self.root = read_checkpoint(self.text)

    @staticmethod
    def line(line):
        match = re.match('^\u2014 ([^ +]+) ([A-Za-z0-9+/=]+)$', line)
        require(match is not None, 'checkpoint-malformed', 'a signature line is malformed')
        try:
            data = base64.b64decode(match.group(2), validate=True)
        except ValueError:
            data = b''
        require(len(data) > 4, 'checkpoint-malformed', 'a signature line is malformed')
        return match.group(1), data[:4].hex(), data[4:]

    def signed_by(self, key):
        """None: no line of this key; else whether all of them verify."""
        lines = [signature for name, identifier, signature in self.signatures if (name, identifier) == (key.name, key.id)]
        if not lines:
            return None
        return all(self.verifies(key, signature) for signature in lines)

    def verifies(self, key, signature):
        if key.type == LOG_KEY:
            return ed25519_verify(key.public, self.text.encode(), signature)
        if len(signature) != 72:
            return False
        time = int.from_bytes(signature[:8], 'big')
        message = 'cosignature/v1\ntime %d\n%s' % (time, self.text)
        return ed25519_verify(key.public, message.encode(), signature[8:])


def read_checkpoint(text):
    lines = text.split('\n')
    good = len(lines) == 4 and lines[3] == '' and re.match(r'^(0|[1-9]\d*)$', lines[1]) and lines[0]
    require(good, 'checkpoint-malformed', 'a checkpoint does not have its three lines')
    try:
        root = base64.b64decode(lines[2], validate=True)
    except ValueError:
        root = b''
    require(len(root) == 32, 'checkpoint-malformed', 'the root of a checkpoint is not a SHA-256 hash')
    return lines[0], int(lines[1]), root


class Policy:
    """C2SP tlog-policy: the verifier's own trust, from outside of the folder."""

    def __init__(self, text):
        self.logs, self.witnesses, self.groups, self.quorum = [], {}, {}, None
        named = False
        for number, line in enumerate(text.split('\n'), 1):
            items = line.split()
            if not items or items[0].startswith('#'):
                continue
            if items[0] == 'log' and len(items) in (2, 3):
                self.logs.append(parse_vkey(items[1]))
            elif items[0] == 'witness' and len(items) in (3, 4):
                self.witnesses[items[1]] = parse_vkey(items[2])
            elif items[0] == 'group' and len(items) > 3:
                members = items[3:]
                known = all(one in self.witnesses or one in self.groups for one in members)
                threshold = {'any': '1', 'all': str(len(members))}.get(items[2], items[2])
                require(known and threshold.isdigit() and 1 <= int(threshold) <= len(members), 'policy-malformed',
                        'line %d of the policy is not a group' % number)
                self.groups[items[1]] = (int(threshold), members)
            elif items[0] == 'quorum' and len(items) == 2 and not named:
                require(items[1] == 'none' or items[1] in self.witnesses or items[1] in self.groups, 'policy-malformed',
                        'line %d of the policy names nobody' % number)
                self.quorum, named = items[1], True
            else:
                raise Wrong('policy-malformed', 'line %d of the policy cannot be read' % number)
        require(named, 'policy-malformed', 'the policy has no quorum line')

    def is_met(self, note):
        if self.quorum == 'none':
            return True
        return self.holds(self.quorum, note)

    def holds(self, name, note):
        if name in self.witnesses:
            return note.signed_by(self.witnesses[name]) is True
        threshold, members = self.groups[name]
        return sum(self.holds(one, note) for one in members) >= threshold


# --- Where the log lies ----------------------------------------------------------------------------------------------

class Source:
    """entries(): (index, bytes, stored leaf hash or None); checkpoints(): texts; artifact(digest): bytes or None."""

    def __init__(self, folder):
        self.folder = folder
        self.redacted = read_redactions(folder)

    def artifact(self, digest):
        path = os.path.join(self.folder, 'artifacts', digest[:2], digest)
        if not HEX64.match(digest) or not os.path.isfile(path):
            return None
        with open(path, 'rb') as file:
            return file.read()

    def artifacts(self):
        top = os.path.join(self.folder, 'artifacts')
        for shelf in sorted(os.listdir(top)) if os.path.isdir(top) else []:
            if re.match(r'^[0-9a-f]{2}$', shelf):
                yield from (name for name in sorted(os.listdir(os.path.join(top, shelf))) if HEX64.match(name))


def read_redactions(folder):
    """Leaf hashes that stand for entries which were left out of a package: {index: 32 bytes}."""
    path = os.path.join(folder, 'redactions.json')
    if not os.path.isfile(path):
        return {}
    with open(path, 'rb') as file:
        listed = json.loads(file.read())
    return {int(one['index']): one for one in listed.get('entries', [])}


class TileSource(Source):
    def checkpoints(self):
        folder = os.path.join(self.folder, 'checkpoints')
        names = os.listdir(folder) if os.path.isdir(folder) else []
        texts = [self.text(os.path.join('checkpoints', name)) for name in sorted(names)]
        newest = self.text('checkpoint')
        return texts if newest in texts else texts + [newest]

    def text(self, path):
        with open(os.path.join(self.folder, path), encoding='utf-8', newline='') as file:
            return file.read()

    def bytes(self, path):
        with open(os.path.join(self.folder, path), 'rb') as file:
            return file.read()

    def entries(self):
        _, size, _ = read_checkpoint(Note(self.text('checkpoint')).text)
        for tile in range((size + 255) // 256):
            width = min(256, size - tile * 256)
            digits = str(tile).zfill(-(-max(3, len(str(tile))) // 3) * 3)
            parts = [digits[at:at + 3] for at in range(0, len(digits), 3)]
            path = '/'.join(['x' + part for part in parts[:-1]] + parts[-1:]) + ('' if width == 256 else '.p/%d' % width)
            hashes = self.bytes('tile/0/' + path)
            bundle = self.bytes('tile/entries/' + path)
            at = 0
            for index in range(tile * 256, tile * 256 + width):
                length = int.from_bytes(bundle[at:at + 2], 'big')
                entry = bundle[at + 2:at + 2 + length]
                at += 2 + length
                leaf = hashes[(index % 256) * 32:(index % 256) * 32 + 32]
                yield index, entry, leaf
            require(at == len(bundle), 'log-unreadable', 'a bundle of entries has another length than its entries')


class DatabaseSource(Source):
    def __init__(self, folder):
        super().__init__(folder)
        # SQLite writes beside every database that it opens: a copy is read, and the folder stays as it is.
        self.copy = tempfile.mkdtemp(prefix='conclave-verify-')
        for suffix in ('', '-wal'):
            path = os.path.join(folder, 'ledger.db' + suffix)
            if os.path.exists(path):
                shutil.copyfile(path, os.path.join(self.copy, 'ledger.db' + suffix))
        self.database = sqlite3.connect(os.path.join(self.copy, 'ledger.db'))

    def close(self):
        self.database.close()
        shutil.rmtree(self.copy, ignore_errors=True)

    def checkpoints(self):
        lines = collections.defaultdict(str)
        for size, line in self.database.execute('SELECT size, line FROM cosignatures ORDER BY id'):
            lines[size] += line + '\n'
        rows = self.database.execute('SELECT size, note FROM checkpoints ORDER BY size')
        return [note + lines[size] for size, note in rows]

    def entries(self):
        yield from self.database.execute('SELECT idx, bytes, leaf FROM entries ORDER BY idx')


def open_source(folder):
    if os.path.isfile(os.path.join(folder, 'checkpoint')):
        return TileSource(folder)
    if os.path.isfile(os.path.join(folder, 'log', 'checkpoint')):
        return TileSource(os.path.join(folder, 'log'))
    if os.path.isfile(os.path.join(folder, 'ledger.db')):
        return DatabaseSource(folder)
    raise SystemExit('conclave_verify: there is no log in %s' % folder)


# --- 3. People, and what they signed ---------------------------------------------------------------------------------

CARD = {'ec-p256': 'ecdsa-sha256', 'ec-p384': 'ecdsa-sha384'}
AT_ONCE = {'run-opened', 'person-signed-in', 'person-signed-out', 'run-paused', 'run-resumed', 'run-aborted',
           'final-try-allowed', 'exception-decided', 'decision-given', 'sign-off-given', 'rehearsal-recorded', 'log-reviewed',
           'action-closed'}
ACTS = {'run-opened': 'start-run', 'run-aborted': 'abort-run', 'approval-refused': 'refuse-approval',
        'run-paused': 'pause-run', 'run-resumed': 'resume-run', 'share-dealt': 'take-share',
        'person-signed-in': 'sign-in', 'person-signed-out': 'sign-out'}
FOUNDING = {'person-enrolled', 'policy-adopted', 'token-registered'}
PEOPLE_STEPS = {'approve', 'sign-off', 'decide', 'classify'}
EFFECT_ACTIONS = {'change-custody', 'back-up-key', 'restore-key', 'destroy-key'}


def signed_off(step):
    return {True: [s['person'] for s in step.sign_offs if s['agrees']],
            False: [s['person'] for s in step.sign_offs if not s['agrees']]}


class Step:
    def __init__(self, definition):
        self.id, self.kind, self.definition = definition['id'], definition['kind'], definition
        self.status, self.at_work, self.output, self.done_index = 'pending', False, None, None
        self.intents, self.approvals, self.sign_offs, self.dealt = {}, [], [], []
        self.decisions = {}


class Run:
    def __init__(self, entry, plan):
        self.id, self.plan, self.data = entry['run'], plan, entry['data']
        self.steps = [Step(step) for act in plan['definition']['acts'] for step in act['steps']]
        self.present, self.stays, self.exceptions = {}, [], {}
        self.status, self.paused, self.owed = 'open', False, None
        self.is_playbook = 'playbook' in plan['definition']

    def named(self, identifier):
        found = [step for step in self.steps if step.id == identifier]
        require(len(found) == 1, 'log-inconsistent', 'step "%s" is not one of the plan' % identifier)
        return found[0]

    def referred(self, reference):
        return self.named(reference.split('.')[0])

    def current(self):
        for step in self.steps:
            if step.status != 'done' and not self.is_skipped(step):
                return step
        return None

    def is_skipped(self, step):
        """A playbook goes on by recorded decisions: `when` names the decision and the options for which a step is done."""
        when = step.definition.get('when')
        if when is None:
            return False
        decided = self.named(when['step'])
        if self.is_skipped(decided):
            return True
        return decided.status == 'done' and decision_of(decided) not in when['is']

    def value(self, field):
        return self.plan['inputs'].get(field[len('inputs.'):], field) if field.startswith('inputs.') else field

    def was_present(self, person, role, index):
        return any(who == person and as_role == role and since < index and (until is None or until > index)
                   for who, as_role, since, until in self.stays)

    def leave(self, person, index):
        self.present.pop(person, None)
        self.stays = [(who, role, since, index if who == person and until is None else until)
                      for who, role, since, until in self.stays]


def decision_of(step):
    """What a step of kind `decide` or `classify` came to."""
    return (step.output or {}).get('class' if step.kind == 'classify' else 'choice')


def start_note(data):
    """What a starter signs: nobody can turn a drill into an incident, or move the time from which its clocks run."""
    since = '' if data.get('awareAt') is None else ' Known since %s.' % data['awareAt']
    whose = '' if data.get('incident') is None else ' For the incident %s.' % data['incident']
    mark = 'DRILL. ' if data.get('drill') else ''
    return '%s%s.%s%s' % (mark, data['title'], since, whose) if since or whose or mark else data['title']


class Facility:
    """What the entries replay to, and every rule on the way. `take` raises Wrong for the first rule that an entry breaks."""

    def __init__(self, source, openssl):
        self.source, self.openssl = source, openssl
        self.people, self.runs, self.tokens = {}, {}, {}
        self.keys, self.certificates, self.crls = {}, [], {}
        self.policy, self.policy_digest, self.opened = None, '', False
        self.origin, self.log_key, self.name, self.mode = '', None, '', ''
        self.roots, self.last_time = {}, ''
        self.gaps = False

    # Keys of cosigners: C2SP cosignature/v1 by the Ed25519 credentials of people.
    def cosigners(self):
        for identifier, person in self.people.items():
            for credential in person['credentials'].values():
                if credential['algorithm'] == 'ed25519':
                    public = bytes.fromhex(credential['publicKey'])[-32:]
                    yield make_key('%s/people/%s' % (self.origin, identifier), COSIGNER, public)

    def artifact(self, digest):
        data = self.source.artifact(digest)
        require(data is not None, 'artifact-missing', 'the file %s is missing' % digest[:8])
        require(sha256_hex(data) == digest, 'artifact-changed', 'the file %s was changed' % digest[:8])
        return data

    def take(self, entry):
        index, kind = entry['index'], entry['kind']
        if index == 0:
            require(kind == 'facility-founded', 'log-inconsistent', 'the log does not begin with a founding')
            data = entry['data']
            self.origin, self.name, self.mode = data['origin'], data['name'], data['mode']
            return
        require(kind != 'facility-founded', 'log-inconsistent', 'the facility is founded a second time')
        self.check_statements(entry)
        handler = getattr(self, 'on_' + kind.replace('-', '_'), None)
        if kind in FOUNDING:
            require(not self.opened and not self.runs, 'log-inconsistent', 'it belongs to the founding, which was over')
        if handler is not None:
            handler(entry)
        elif entry['run'] is not None:
            self.on_step(entry)
        self.last_time = entry['time']

    # -- statements --

    def check_statements(self, entry):
        data, kind = entry['data'], entry['kind']
        signed = [data] if 'statement' in data else data.get('statements', [])
        if kind in ACTS or kind in AT_ONCE or kind in ('approval-given', 'effect-reconciled'):
            require(len(signed) > 0, 'approval-signature-invalid', 'nobody signed it')
        for one in signed:
            self.check_statement(entry, one['statement'], one['signature'])

    def check_statement(self, entry, statement, signature):
        kind = entry['kind']
        person = self.person(statement['person'])
        require(statement['facility'] == self.origin, 'approval-signature-invalid', 'it was signed for another facility')
        if 'run' in statement and kind != 'rehearsal-recorded':
            require(statement['run'] == entry['run'], 'approval-from-other-run', 'it was signed for another run')
        if kind != 'effect-reconciled':
            require(entry['actor'] == statement['person'], 'approval-signature-invalid', 'the entry names somebody else')
        if kind in ACTS:
            require(statement['act'] == ACTS[kind], 'approval-signature-invalid', 'it is a statement to do something else')
        run = self.runs.get(entry['run'])
        if 'plan' in statement and kind != 'rehearsal-recorded':
            plan = entry['data']['plan'] if kind == 'run-opened' else run.data['plan'] if run else None
            require(statement['plan'] == plan, 'approval-from-other-run', 'it was signed for another plan')
        if 'policy' in statement and kind != 'rehearsal-recorded':
            require(statement['policy'] == self.policy_digest, 'approval-from-other-run', 'it was signed under another policy')
        if 'step' in statement:
            require(statement['step'] == entry['step'], 'approval-from-other-run', 'it was signed for another step')
        if kind in AT_ONCE or (kind in ('approval-given', 'approval-refused') and entry['data'].get('via') == 'room'):
            require(self.last_time <= statement['time'] <= entry['time'], 'approval-signature-invalid',
                    'it was signed at another time than the log says')
        require(self.is_signed(person, statement, signature), 'approval-signature-invalid',
                'the signature is not that of %s' % person['name'])

    def person(self, identifier):
        require(identifier in self.people, 'person-unknown', 'nobody is called "%s" here' % identifier)
        return self.people[identifier]

    def is_signed(self, person, statement, signature):
        credential = person['credentials'].get(statement['credential'])
        if credential is None or credential['revoked'] or person['removed'] or statement['person'] != person['id']:
            return False
        public, raw, message = bytes.fromhex(credential['publicKey']), bytes.fromhex(signature), canonical_bytes(statement)
        if credential['algorithm'] == 'ed25519':
            return ed25519_verify(public[-32:], message, raw)
        algorithm = CARD.get(credential['algorithm'])
        return algorithm is not None and self.openssl.verify(algorithm, public, message, raw)

    # -- the facility --

    def on_facility_opened(self, entry):
        require(entry['run'] is None, 'log-inconsistent', 'it belongs to no run')
        self.opened = True

    def on_person_enrolled(self, entry):
        self.enrol(entry['data']['person'])

    def on_policy_adopted(self, entry):
        policy, digest = entry['data']['policy'], entry['data']['digest']
        require(sha256_hex(canonical_bytes(policy)) == digest, 'approval-signature-invalid', 'the digest is of another policy')
        self.policy, self.policy_digest = policy, digest

    def on_token_registered(self, entry):
        data = entry['data']
        require(data['name'] not in self.tokens, 'log-inconsistent', 'a token of this name is registered already')
        self.tokens[data['name']] = data['token']

    def on_log_reviewed(self, entry):
        require(entry['run'] is None, 'log-inconsistent', 'it belongs to no run')
        checkpoint = entry['data']['statement']['checkpoint']
        require(checkpoint['size'] <= entry['index'] and self.roots.get(checkpoint['size']) == checkpoint['root'],
                'approval-signature-invalid', 'the checkpoint under it is not one of this log')

    def on_rehearsal_recorded(self, entry):
        require(entry['run'] is None, 'log-inconsistent', 'it belongs to no run')

    def enrol(self, person):
        require(person['id'] not in self.people, 'log-inconsistent', 'this person is enrolled already')
        self.people[person['id']] = {'id': person['id'], 'name': person['name'], 'roles': list(person['roles']),
                                     'removed': False, 'credentials': {}}
        for credential in person['credentials']:
            self.add_credential(person['id'], credential)

    def add_credential(self, identifier, credential):
        for person in self.people.values():
            for name, known in person['credentials'].items():
                require(known['publicKey'] != credential['publicKey'], 'log-inconsistent', 'another credential has this key')
                require(name != credential['id'], 'log-inconsistent', 'another credential has this name')
        self.people[identifier]['credentials'][credential['id']] = {**credential, 'revoked': False}

    def apply_change(self, change):
        what = change['change']
        if what == 'enrol-person':
            self.enrol(change['person'])
        elif what == 'remove-person':
            self.person(change['person'])['removed'] = True
        elif what == 'set-roles':
            self.person(change['person'])['roles'] = list(change['roles'])
        elif what == 'move-credential':
            for name in change['revoke']:
                require(name in self.person(change['person'])['credentials'], 'log-inconsistent', 'no such credential')
                self.people[change['person']]['credentials'][name]['revoked'] = True
            self.add_credential(change['person'], change['add'])
        elif what == 'register-token':
            require(change['name'] not in self.tokens, 'log-inconsistent', 'a token of this name is registered already')
            self.tokens[change['name']] = change['token']
        elif what == 'adopt-policy':
            newer = self.policy is None or change['policy']['policy'] != self.policy['policy'] \
                or change['policy']['version'] > self.policy['version']
            require(newer, 'log-inconsistent', 'the policy is not newer than the one in force')
            self.policy = change['policy']
            self.policy_digest = sha256_hex(canonical_bytes(self.policy))

    # -- 4. runs --

    def on_run_opened(self, entry):
        data = entry['data']
        require(entry['run'] is not None and entry['run'] not in self.runs, 'log-inconsistent', 'this run was opened before')
        plan = parse_canonical(self.artifact(data['plan']), 'the plan')
        definition = plan['definition']
        named = definition.get('ceremony', definition.get('playbook'))
        require(plan['title'] == data['title'] and named == data['procedure'] and definition['version'] == data['version'],
                'log-inconsistent', 'it names another procedure than its plan')
        require(data['starter'] == data['statement']['person'], 'log-inconsistent', 'another person started the run')
        require(data['statement']['note'] == start_note(data), 'approval-signature-invalid', 'it was started as something else')
        run = Run(entry, plan)
        others = [one for one in self.runs.values() if one.status == 'open' and not one.is_playbook]
        require(run.is_playbook or not others, 'log-inconsistent', 'another ceremony was open')
        self.runs[run.id] = run

    def run_of(self, entry):
        run = self.runs.get(entry['run'])
        require(run is not None, 'log-inconsistent', 'it belongs to no run')
        require(run.status == 'open', 'log-inconsistent', 'the run had ended')
        if run.owed is not None:
            said = entry['kind'] == 'exception-raised' and entry['actor'] is None and entry['step'] == run.owed[0] \
                and entry['data']['expected'] == run.owed[1] and entry['data']['happened'] == run.owed[2]
            require(said, 'log-inconsistent', 'a deviation that a step found was not raised')
            run.owed = None
        return run

    def on_person_signed_in(self, entry):
        run, statement = self.run_of(entry), entry['data']['statement']
        person, role = statement['person'], statement['role']
        require(person not in run.present, 'log-inconsistent', 'this person was there already')
        require(role in self.roles(person), 'role-not-allowed', 'they do not have the role %s' % role)
        require(entry['role'] == role, 'log-inconsistent', 'the entry names another role')
        self.not_being_signed_off(run)
        run.present[person] = role
        run.stays.append((person, role, entry['index'], None))

    def on_person_signed_out(self, entry):
        run, person = self.run_of(entry), entry['data']['statement']['person']
        require(person in run.present, 'log-inconsistent', 'this person was not there')
        self.not_being_signed_off(run)
        run.leave(person, entry['index'])

    def on_run_paused(self, entry):
        run = self.run_of(entry)
        require(not run.paused and entry['actor'] in run.present, 'log-inconsistent', 'the run could not be paused')
        self.not_being_signed_off(run)
        for person in list(run.present):
            run.leave(person, entry['index'])
        run.paused = True

    def on_run_resumed(self, entry):
        run = self.run_of(entry)
        require(run.paused and entry['actor'] in run.present, 'log-inconsistent', 'the run could not go on')
        for role, count in run.plan['definition']['script']['roles'].items():
            there = sum(1 for one in run.present.values() if one == role)
            require(there >= count, 'log-inconsistent', 'not everybody was there whom the script needs')
        run.paused = False

    @staticmethod
    def not_being_signed_off(run):
        step = run.current()
        require(step is None or step.kind != 'sign-off' or not step.sign_offs, 'log-inconsistent',
                'the run was being signed off by those who were there')

    def on_exception_raised(self, entry):
        run = self.run_of(entry)
        run.exceptions[entry['index']] = {**entry['data'], 'by': entry['actor'], 'step': entry['step'],
                                            'decided': None, 'decider': None}

    def on_exception_decided(self, entry):
        run, statement = self.run_of(entry), entry['data']['statement']
        found = run.exceptions.get(statement['exception'])
        require(found is not None and found['decided'] is None, 'log-inconsistent', 'there is no such exception to decide')
        require(found['by'] != statement['person'], 'log-inconsistent', 'who noticed it cannot be the one who decides')
        said = {name: found[name] for name in ('by', 'step', 'expected', 'happened')}
        require(sha256_hex(canonical_bytes(said)) == statement['deviation'], 'approval-signature-invalid',
                'it decides about another deviation than the log has')
        require(not run.stays or statement['person'] in run.present, 'approval-signature-invalid',
                'who decided was not in the room')
        found.update(decided=statement['decision'], decider=statement['person'])

    def on_run_aborted(self, entry):
        run = self.run_of(entry)
        others = [one for one in run.exceptions.values() if one['decided'] == 'abort' and one['decider'] != entry['actor']]
        sealed = all(one.kind != 'seal-evidence' or one.status == 'done' or run.is_skipped(one) for one in run.steps)
        require(run.data.get('drill') or sealed or others, 'evidence-not-sealed',
                'its evidence was not sealed, and one person alone ended it')
        run.status = 'aborted'

    def on_run_closed(self, entry):
        run = self.run_of(entry)
        require(run.current() is None, 'log-inconsistent', 'not every step was done')
        self.not_held(run)
        words = signed_off(run.steps[-1])
        require(entry['data']['agree'] == words[True] and entry['data']['disagree'] == words[False], 'log-inconsistent',
                'it does not say what the participants signed')
        run.status = 'closed'

    @staticmethod
    def not_held(run):
        require(not run.paused, 'log-inconsistent', 'the run was paused')
        decided = [one['decided'] for one in run.exceptions.values()]
        require(None not in decided, 'log-inconsistent', 'an exception was not decided')
        require('abort' not in decided, 'log-inconsistent', 'it had been decided that the run ends')

    def on_step(self, entry):
        run, kind, data = self.run_of(entry), entry['kind'], entry['data']
        step = run.current()
        require(step is not None and step.id == entry['step'], 'log-inconsistent', 'it is not of the current step')
        require(data.get('kind', step.kind) == step.kind, 'log-inconsistent', 'the step is of kind "%s"' % step.kind)
        goes_on = {'step-started', 'step-intended', 'step-done', 'approval-given', 'decision-given', 'share-dealt',
                   'share-given', 'sign-off-given', 'final-try-allowed'}
        if kind in goes_on:
            self.not_held(run)
        if kind in ('step-started', 'step-intended') or (kind == 'step-done' and step.kind in ('revoke', 'distrust')):
            self.evidence_is_sealed(run, step)
        if kind == 'step-started':
            require(step.kind not in PEOPLE_STEPS and step.status != 'unknown', 'log-inconsistent', 'it could not be started')
            by = step.definition.get('by')
            seated = by is None or (run.present.get(entry['actor']) == by and entry['role'] == by)
            require(seated, 'log-inconsistent', 'it was not the %s who performed the step' % by)
            require(by is not None or entry['actor'] == run.data['starter'], 'log-inconsistent', 'somebody else started it')
            step.status, step.at_work = 'started', True
        elif kind == 'step-intended':
            ready = step.status == 'started' or (step.at_work and self.is_next_part(step, data['intent']))
            require(ready, 'log-inconsistent', 'an intent without a started step')
            self.check_intent(run, step, data['intent'])
            step.intents[entry['index']] = {'intent': data['intent'], 'outcome': 'unknown', 'effect': None}
            step.status = 'unknown'
        elif kind == 'effect-recorded':
            intent = self.open_intent(step, data['intent'])
            self.check_effect(intent['intent'], data['effect'])
            intent.update(outcome='recorded', effect=data['effect'])
            step.status = self.settled(step, 'recorded')
        elif kind == 'outcome-lost':
            self.open_intent(step, data['intent'])
            step.at_work = False
        elif kind == 'step-failed':
            if data['intent'] is not None:
                self.open_intent(step, data['intent'])['outcome'] = 'absent'
            else:
                require(step.status == 'started', 'log-inconsistent', 'the step was not being worked on')
            step.status, step.at_work = self.settled(step, 'failed'), False
        elif kind == 'effect-reconciled':
            self.check_reconciled(run, step, entry)
        elif kind == 'approval-given':
            self.check_approval(run, step, entry)
        elif kind == 'decision-given':
            self.check_decision(run, step, entry)
        elif kind == 'sign-off-given':
            self.check_sign_off(run, step, entry)
        elif kind == 'final-try-allowed':
            statement = data['statement']
            require(statement['typist'] != statement['person'], 'log-inconsistent', 'whoever types a PIN cannot allow its last try')
            require({statement['person'], statement['typist']} <= set(run.present), 'log-inconsistent', 'one of them was not there')
        elif kind == 'share-dealt':
            step.dealt.append((data['set'], data['person'], data['commitment']))
        elif kind == 'step-done':
            self.finish(run, step, entry)

    def evidence_is_sealed(self, run, step):
        """Nothing is revoked, distrusted or destroyed while an incident waits for the seal of its evidence."""
        if step.kind not in ('revoke', 'distrust', 'destroy-key'):
            return
        drill = run.data.get('drill')
        for other in [run] if drill else [r for r in self.runs.values() if r.status == 'open' and not r.data.get('drill')]:
            for seal in other.steps:
                is_sealed = seal.kind != 'seal-evidence' or seal.status == 'done' or other.is_skipped(seal)
                require(is_sealed, 'evidence-not-sealed', 'the evidence of %s was not sealed' % other.id)

    @staticmethod
    def open_intent(step, index):
        found = step.intents.get(index)
        require(found is not None and found['outcome'] == 'unknown', 'log-inconsistent', 'there is no such open intent')
        return found

    @staticmethod
    def is_next_part(step, intent):
        """Beside the one part of a list that is signed at the moment, one more may be written down."""
        still = [one['intent'] for one in step.intents.values() if one['outcome'] == 'unknown']
        return len(still) == 1 and still[0]['action'] == intent['action'] == 'sign-many' \
            and still[0]['item']['tbs'] == intent['item']['tbs'] and still[0]['key'] == intent['key']

    @staticmethod
    def settled(step, status):
        return 'unknown' if any(one['outcome'] == 'unknown' for one in step.intents.values()) else status

    def check_reconciled(self, run, step, entry):
        data = entry['data']
        found = self.open_intent(step, data['intent'])
        step.at_work = False
        for one in data['statements']:
            same = one['statement']['intent'] == data['intent'] and one['statement']['decision'] == data['decision']
            require(same, 'approval-signature-invalid', 'a statement under it decides something else')
        voters = [(one['statement']['person'], run.present.get(one['statement']['person']), False)
                  for one in data['statements']]
        require(self.is_quorum(self.policy['quorums']['reconcile'], voters, run, 0), 'quorum-not-met',
                'too few people decided what becomes of it')
        if data['decision'] == 'retire':
            found['outcome'] = 'retired'
            step.status = self.settled(step, 'failed')

    # -- 5. approvals, and what they are needed for --

    def roles(self, identifier):
        person = self.person(identifier)
        return [] if person['removed'] else person['roles']

    def items_of(self, run, step):
        """What an approve step is about: the items of the steps that it names."""
        items = []
        for reference in step.definition['over']:
            output = run.referred(reference).output
            require(output is not None, 'log-inconsistent', '"%s" has no output' % reference)
            if 'signers' in output:
                items += [signer['item'] for signer in output['signers']]
            elif 'item' in output:
                items.append(output['item'])
        return items

    def quorum_of(self, run, step):
        """The policy of its action, and of what its items are by themselves: role by role the larger count."""
        actions = [step.definition['action']]
        wanted = {item['tbs'] for item in self.items_of(run, step)}
        for other in run.steps:
            output = other.output
            if not isinstance(output, dict) or 'item' not in output or output['item']['tbs'] not in wanted:
                continue
            if isinstance(output.get('change'), dict):
                is_policy = output['change']['change'] in ('adopt-policy', 'register-token')
                actions.append('change-policy' if is_policy else 'change-people')
            if isinstance(output.get('act'), dict) and output['act']['act'] in EFFECT_ACTIONS:
                actions.append(output['act']['act'])
            if isinstance(output.get('reissue'), dict):
                actions.append('sign-certificate')
            if output.get('type') == 'certificate' and output['item']['key'] == output['subjectKey']:
                profile = run.plan['profiles'].get(output['profile'], {})
                if profile.get('basicConstraints', {}).get('ca', True):
                    actions.append('sign-root')
        counts = collections.OrderedDict()
        for action in actions:
            for row in self.policy['quorums'].get(action, []):
                counts[row['role']] = max(row['count'], counts.get(row['role'], 0))
        return [{'role': role, 'count': count} for role, count in counts.items()]

    def is_quorum(self, quorum, voters, run, elsewhere):
        """Distinct people, role by role; never the starter alone; of those elsewhere no more than the policy allows."""
        counted, left = set(), elsewhere
        for row in quorum:
            before = len(counted)
            able = [(person, away) for person, role, away in voters if role == row['role'] and role in self.roles(person)]
            counted |= {person for person, away in able if not away}
            for person in sorted((person for person, away in able if away), key=lambda one: one == run.data['starter']):
                if person not in counted and left > 0 and len(counted) - before < row['count']:
                    counted.add(person)
                    left -= 1
            if len(counted) - before < row['count']:
                return False
        spare = left > 0 and any(away and person != run.data['starter'] for person, _, away in voters)
        return any(person != run.data['starter'] for person in counted) or (bool(counted) and spare)

    def check_approval(self, run, step, entry):
        data, statement = entry['data'], entry['data']['statement']
        require(step.kind == 'approve', 'log-inconsistent', 'the step is not an approval')
        require(statement['items'] == self.items_of(run, step), 'approval-for-other-bytes', 'it approves other bytes')
        person, role = statement['person'], statement['role']
        require(person not in [one['statement']['person'] for one in step.approvals], 'already-approved',
                'this person had approved already')
        require(entry['role'] == role and role in self.roles(person), 'role-not-allowed', 'they do not have the role')
        require(role in [row['role'] for row in self.quorum_of(run, step)], 'role-not-allowed', 'the quorum needs no %s' % role)
        if data['via'] == 'room':
            require(run.present.get(person) == role, 'person-not-present', 'they were not in the room as %s' % role)
        else:
            away = sum(1 for one in step.approvals if one['via'] != 'room')
            require(away < self.policy['approvalsElsewhere'], 'approval-elsewhere-refused', 'too many approvals from elsewhere')
        step.approvals.append({**data, 'index': entry['index']})

    def is_approved(self, run, step):
        voters = [(one['statement']['person'],
                   one['statement']['role'] if one['via'] != 'room'
                   or run.was_present(one['statement']['person'], one['statement']['role'], one['index']) else None,
                   one['via'] != 'room') for one in step.approvals]
        return self.is_quorum(self.quorum_of(run, step), voters, run, self.policy['approvalsElsewhere'])

    def require_approved(self, run, reference, item):
        step = run.referred(reference)
        require(step.kind == 'approve' and step.status == 'done', 'quorum-not-met', 'the approval was not done')
        require(item in self.items_of(run, step), 'approval-for-other-bytes', 'nobody approved these bytes')
        require(self.is_approved(run, step), 'quorum-not-met', 'the quorum of the policy is not met')
        data = self.artifact(item['tbs'])
        require(len(data) == item['size'], 'approval-for-other-bytes', 'the bytes have another length than was approved')
        return data

    def check_intent(self, run, step, intent):
        action, definition = intent['action'], step.definition
        if action == 'sign':
            require(intent['item']['key'] == intent['key'], 'approval-for-other-bytes', 'it is another key than was approved')
            self.require_approved(run, definition['approval'], intent['item'])
            known = self.keys.get(intent['signer'])
            require(known is None or known == intent['key'], 'approval-for-other-bytes', 'the key of this name is another one')
        elif action == 'sign-many':
            proposed = run.referred(definition['reissue']).output
            document = proposed['reissue']
            require(intent['item'] == proposed['item'], 'approval-for-other-bytes', 'it is another document than was approved')
            self.require_approved(run, definition['approval'], intent['item'])
            require(intent['signer'] == document['issuer'] and intent['key'] == document['spki'], 'approval-for-other-bytes',
                    'it is another key than was approved')
            last = intent['from'] + len(intent['items'])
            for have, (item, _) in zip(intent['items'], self.listed(document)[intent['from']:last]):
                require(all(have[name] == item[name] for name in have), 'approval-for-other-bytes', 'nobody approved these bytes')
            require(last <= document['count'], 'approval-for-other-bytes', 'the list is shorter')
            for one in step.intents.values():
                other = one['intent']
                apart = other['action'] != 'sign-many' or one['outcome'] not in ('recorded', 'unknown') \
                    or other['from'] >= last or intent['from'] >= other['from'] + len(other['items'])
                require(apart, 'approval-for-other-bytes', 'some of it was signed already')
        elif action == 'generate-key':
            same = intent['tokenName'] == run.value(definition['token']) and intent['name'] == run.value(definition['name']) \
                and intent['algorithm'] == definition['algorithm']
            require(same, 'log-inconsistent', 'another key was asked for than the plan has')
            token = self.tokens.get(intent['tokenName'], {})
            require(token.get('serial') == intent['token']['serial'], 'log-inconsistent', 'it is another token')
        elif 'act' in definition:
            output = run.referred(definition['act']).output
            require(output is not None, 'log-inconsistent', 'nothing was written down for it')
            require(sha256_hex(canonical_bytes(output['act'])) == output['item']['tbs'], 'approval-for-other-bytes',
                    'the document is another one')
            act = output['act']
            if action in ('back-up-key', 'restore-key', 'destroy-key'):
                same = act['act'] == action and act['key'] == intent['name'] and act['spki'] == intent['key'] \
                    and act['token'] == intent['tokenName']
                require(same, 'approval-for-other-bytes', 'it is another key, another token or another act')
            if action == 'set-pin':
                dealt = {(one['person'], one['commitment']) for one in intent['set']['custodians']}
                have = {(person, commitment) for of_set, person, commitment in step.dealt if of_set == intent['set']['id']}
                require(dealt <= have, 'log-inconsistent', 'a custodian had no share yet')
                people = [(one['person'], one['kind']) for one in intent['set']['custodians']]
                require(people == [(one['person'], one['share']) for one in act['custodians']] and act['k'] == intent['set']['k'],
                        'approval-for-other-bytes', 'the PIN was split otherwise than it was approved')
            self.require_approved(run, definition['approval'], output['item'])

    def check_effect(self, intent, effect):
        require(effect['action'] == intent['action'], 'log-inconsistent', 'it does not answer its intent')
        if effect['action'] == 'sign':
            require(effect['signer'] == intent['signer'], 'log-inconsistent', 'it does not answer its intent')
            good = self.openssl.verify(intent['algorithm'], self.artifact(intent['key']), self.artifact(intent['item']['tbs']),
                                       bytes.fromhex(effect['signature']))
            require(good, 'signature-invalid', 'the recorded signature of %s does not verify' % effect['signer'])
        if effect['action'] == 'sign-many':
            require(len(effect['signatures']) == len(intent['items']) and effect['signer'] == intent['signer'],
                    'log-inconsistent', 'it does not answer its intent')
        if effect['action'] in ('restore-key', 'destroy-key'):
            require(effect['spki'] == intent['key'], 'log-inconsistent', 'it is another key than was asked for')

    @staticmethod
    def check_decision(run, step, entry):
        statement = entry['data']['statement']
        require(step.kind in ('decide', 'classify'), 'log-inconsistent', 'nothing is decided in this step')
        require(run.present.get(statement['person']) == statement['role'] == entry['role'], 'person-not-present',
                'who decided was not in the room in that role')
        options = [one['id'] for one in step.definition.get('options', [])] if step.kind == 'decide' else list('ABCDE')
        require(statement['choice'] in options, 'log-inconsistent', 'it is no option of this step')
        # The newest word of each person counts.
        step.decisions[statement['person']] = statement

    @staticmethod
    def check_decided(step, output):
        by, other = step.decisions.get(output['by']), step.decisions.get(output['confirmedBy'])
        require(by is not None and by['choice'] == output.get('class', output.get('choice')), 'log-inconsistent',
                'nobody signed that decision')
        require(step.definition.get('by') in (None, by['role']), 'log-inconsistent', 'it was not for them to decide')
        confirms = step.definition.get('confirmed-by')
        if confirms is not None:
            same = other is not None and output['confirmedBy'] != output['by'] and other['choice'] == by['choice']
            require(same and other['role'] == confirms, 'log-inconsistent', 'nobody else confirmed the decision')
        require(output['reason'] == by['reason'], 'log-inconsistent', 'another reason was signed')

    def check_sign_off(self, run, step, entry):
        statement = entry['data']['statement']
        require(step.kind == 'sign-off' and statement['person'] in run.present, 'log-inconsistent', 'they had nothing to sign off')
        require(statement['person'] not in [one['person'] for one in step.sign_offs], 'log-inconsistent', 'they had signed already')
        require(entry['role'] == run.present[statement['person']], 'log-inconsistent', 'the entry names another role')
        checkpoint = statement['checkpoint']
        require(self.roots.get(checkpoint['size']) == checkpoint['root'], 'approval-signature-invalid',
                'the checkpoint under it is not one of this log')
        step.sign_offs.append(statement)

    def recorded(self, step, item):
        for one in step.intents.values():
            if one['outcome'] == 'recorded' and one['intent']['action'] == 'sign' and one['intent']['item'] == item:
                return bytes.fromhex(one['effect']['signature'])
        raise Wrong('log-inconsistent', 'the log holds no signature for what was issued')

    def finish(self, run, step, entry):
        output, kind = entry['data']['output'], step.kind
        if kind == 'approve':
            require(len(step.approvals) > 0 and self.is_approved(run, step), 'quorum-not-met', 'it was closed with too few approvals')
            people = [one['statement']['person'] for one in step.approvals]
            require(output['approvers'] == people and output['items'] == self.items_of(run, step), 'approval-for-other-bytes',
                    'it was closed with other approvals than were given')
        elif kind == 'sign-off':
            words = signed_off(step)
            require(len(step.sign_offs) == len(run.present), 'log-inconsistent', 'not everybody has signed off')
            require(output['agree'] == words[True] and output['disagree'] == words[False], 'log-inconsistent',
                    'it does not say what the participants signed')
        elif kind in ('decide', 'classify'):
            self.check_decided(step, output)
        else:
            require(step.status == ('recorded' if step.intents else 'started') or step.status == 'recorded',
                    'log-inconsistent', 'the step was "%s"' % step.status)
        if isinstance(output.get('item'), dict):
            document = output.get('change', output.get('act', output.get('reissue')))
            if isinstance(document, dict) and output['item']['kind'] == 'document':
                require(sha256_hex(canonical_bytes(document)) == output['item']['tbs'], 'approval-for-other-bytes',
                        'what is to be approved is another document')
        check = getattr(self, 'done_' + kind.replace('-', '_'), None)
        if check is not None:
            check(run, step, output, entry)
        step.output, step.status, step.done_index = output, 'done', entry['index']
        deviation = output.get('deviation')
        if isinstance(deviation, dict):
            run.owed = (step.id, deviation['expected'], deviation['happened'])

    def done_assemble(self, run, _, output, __):
        said = [(one['person'], one['role']) for one in output['present']]
        require(said == list(run.present.items()), 'log-inconsistent', 'other people had signed in')

    def done_confirm(self, _, step, output, __):
        require(output['statement'] == step.definition['statement'], 'log-inconsistent', 'another statement was read aloud')

    def done_generate_key(self, _, step, output, __):
        key = output['key']
        made = any(one['effect'] and one['effect'].get('spki') == key['spki'] and one['intent']['id'] == key['id']
                   and one['intent']['name'] == key['name'] for one in step.intents.values())
        require(made, 'key-attributes-refused', 'it is not the key that the HSM made in this step')
        dossier = parse_canonical(self.artifact(output['dossier']), 'the dossier')
        require(dossier.get('spki') == key['spki'] and dossier.get('id') == key['id'], 'key-attributes-refused',
                'the dossier is of another key')
        wanted = self.policy['keyRequirements']
        refused = [name for name, flag in (('local', 'local'), ('sensitive', 'sensitive'), ('alwaysSensitive', 'alwaysSensitive'))
                   if wanted.get(name) and dossier.get(flag) is False]
        if wanted.get('neverExtractable') and dossier.get('neverExtractable') is False and output.get('backup') != 'wrap':
            refused.append('neverExtractable')
        require(not refused, 'key-attributes-refused', 'the key does not meet the policy: ' + ', '.join(refused))
        self.keys[key['name']] = key['spki']

    def done_apply_change(self, run, step, output, _):
        proposed = run.referred(step.definition['change']).output
        require(proposed is not None and proposed['item'] == output['item'] and proposed['change'] == output['change'],
                'approval-for-other-bytes', 'the change that was made is not the one that was proposed')
        self.require_approved(run, step.definition['approval'], output['item'])
        self.apply_change(output['change'])

    def listed(self, document):
        """Every item of a list with its to-be-signed bytes."""
        items = parse_canonical(self.artifact(document['list']), 'the list of what is to be signed')['items']
        pack, at, found = self.artifact(document['pack']), 0, []
        for item in items:
            tbs, at = pack[at:at + item['size']], at + item['size']
            require(sha256_hex(tbs) == item['tbs'], 'tbs-mismatch', 'the bytes to be signed are not those of the list')
            found.append((item, tbs))
        require(at == len(pack) and len(found) == document['count'], 'tbs-mismatch', 'the list is of another length')
        return found

    def done_reissue_many(self, run, step, output, _):
        proposed = run.referred(step.definition['reissue']).output
        document = proposed['reissue']
        require(output['reissue'] == proposed['item']['tbs'], 'approval-for-other-bytes', 'it is another document than was approved')
        signatures = {}
        for one in step.intents.values():
            if one['outcome'] == 'recorded' and one['intent']['action'] == 'sign-many':
                for index, signature in enumerate(one['effect']['signatures']):
                    signatures[one['intent']['from'] + index] = bytes.fromhex(signature)
        listed = self.listed(document)
        require(len(output['certificates']) == len(listed), 'tbs-mismatch', 'it issued more or less than the list')
        key, algorithm = self.artifact(document['spki']), document['signatureAlgorithm']
        for index, (item, tbs) in enumerate(listed):
            require(index in signatures, 'tbs-mismatch', 'the log holds no signature for %s' % item['subject'])
            require(assemble(tbs, algorithm, signatures[index]) == self.artifact(output['certificates'][index]), 'tbs-mismatch',
                    'a certificate is not the approved bytes with the recorded signature')
            require(self.openssl.verify(algorithm, key, tbs, signatures[index]), 'signature-invalid',
                    'the recorded signature for %s does not verify' % item['subject'])

    def done_issue_certificate(self, run, step, output, _):
        preview = run.referred(step.definition['preview']).output
        item, certificate = preview['item'], self.artifact(output['certificate'])
        again = assemble(self.artifact(item['tbs']), preview['signatureAlgorithm'], self.recorded(step, item))
        require(again == certificate, 'tbs-mismatch', 'the certificate is not the approved bytes with the recorded signature')
        facts = certificate_facts(certificate)
        true = facts['serial'] == output['serial'] and facts['notBefore'] == output['notBefore'] \
            and facts['notAfter'] == output['notAfter'] and facts['spki'] == output['subjectKey']
        require(true, 'log-inconsistent', 'the entry describes the certificate otherwise than it is')
        self.certificates.append({**output, 'issuer': output['signingKey']})

    def done_issue_crl(self, run, step, output, _):
        preview = run.referred(step.definition['preview']).output
        item, crl = preview['item'], self.artifact(output['crl'])
        again = assemble(self.artifact(item['tbs']), preview['signatureAlgorithm'], self.recorded(step, item))
        require(again == crl, 'tbs-mismatch', 'the CRL is not the approved bytes with the recorded signature')
        facts = crl_facts(crl)
        true = facts['number'] == output['number'] and facts['thisUpdate'] == output['thisUpdate'] \
            and facts['nextUpdate'] == output['nextUpdate'] and len(facts['revoked']) == output['entries']
        require(true, 'log-inconsistent', 'the entry describes the CRL otherwise than it is')
        last = self.crls.get(output['signingKey'])
        if last is not None:
            require(facts['number'] > last['number'] and facts['thisUpdate'] > last['thisUpdate'], 'crl-rule-violated',
                    'the CRL does not follow the one before it')
            ended = {one['serial'].lstrip('0') or one['serial'] for one in self.certificates
                     if one['signingKey'] == output['signingKey'] and one['notAfter'] < last['thisUpdate']}
            lost = [serial for serial in last['revoked'] if serial not in facts['revoked'] and serial.lstrip('0') not in ended]
            require(not lost, 'crl-rule-violated', 'the CRL lost %d entries of the one before it' % len(lost))
        self.crls[output['signingKey']] = facts

    def done_sign_handoff(self, run, step, output, entry):
        draft = run.referred(step.definition['handoff']).output
        manifest = self.artifact(draft['manifest'])
        require(output['manifest'] == draft['manifest'], 'handoff-signers-missing', 'another hand-off was signed')
        at = int(datetime.datetime.strptime(entry['time'], '%Y-%m-%dT%H:%M:%S.%fZ')
                 .replace(tzinfo=datetime.timezone.utc).timestamp())
        for signer in draft['signers']:
            found = [one['p7s'] for one in output['signatures'] if one['signer'] == signer['name']]
            require(len(found) == 1, 'handoff-signers-missing', 'the signature of %s is missing' % signer['name'])
            p7s, raw = self.artifact(found[0]), self.recorded(step, signer['item'])
            encoded = ecdsa_der(raw) if signer['signatureAlgorithm'].startswith('ecdsa') else raw
            require(encoded in p7s, 'tbs-mismatch', 'the CMS holds another signature than the recorded one')
            good, said = self.openssl.verify_cms(p7s, manifest, self.artifact(signer['certificate']), at)
            require(good, 'signature-invalid', 'OpenSSL does not verify the hand-off: %s' % said.strip().split('\n')[-1])

    def unfinished(self):
        """What a reader has to know although no rule is broken."""
        notes = []
        for run in self.runs.values():
            if run.status == 'open':
                notes.append('%s (%s) is still open.' % (run.plan['title'], run.id))
            unknown = [str(index) for step in run.steps for index, one in step.intents.items() if one['outcome'] == 'unknown']
            if unknown and run.status != 'open':
                notes.append('%s ended while it was unknown whether the HSM had done what entry %s intends.'
                             % (run.id, ', '.join(unknown)))
            disagreed = [person for step in run.steps for person in signed_off(step)[False]]
            if disagreed:
                notes.append('%s was signed off with "I do not agree" by %s.' % (run.id, ', '.join(disagreed)))
        return notes


# --- The verdict -----------------------------------------------------------------------------------------------------

class Verifier:
    def __init__(self, folder, policy=None, start=None, openssl='openssl'):
        self.source, self.openssl = open_source(folder), OpenSsl(openssl)
        self.policy, self.start = policy, start
        self.facility = Facility(self.source, self.openssl)
        self.problems, self.named, self.tree = [], {}, Tree()
        self.stopped = False

    def note(self, index, code, message):
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append({'index': index, 'code': code, 'message': message})

    def run(self):
        try:
            return self.verify()
        finally:
            self.openssl.close()
            if isinstance(self.source, DatabaseSource):
                self.source.close()

    def verify(self):
        notes = self.read_notes()
        self.facility.roots = {note.size: note.root.hex() for note in notes}
        roots, previous, last_time, expected = {0: self.tree.root()}, NO_PREVIOUS, '', 0
        wanted = {note.size for note in notes} | ({self.start[1]} if self.start else set())
        try:
            for index, data, stored in self.source.entries():
                if index != expected:
                    self.note(min(index, expected), 'entry-missing', 'entry %d is where entry %d should be' % (index, expected))
                    self.stopped = True
                expected = index + 1
                leaf = self.check_redacted(index, stored) if index in self.source.redacted else leaf_hash(data)
                if stored is not None and stored != leaf:
                    self.note(index, 'entry-changed', 'entry %d is not what was written: its hash differs' % index)
                self.tree.append(leaf)
                if self.tree.size in wanted:
                    roots[self.tree.size] = self.tree.root()
                if index in self.source.redacted:
                    self.facility.gaps, previous = True, leaf.hex()
                    continue
                entry = self.check_entry(index, data, previous, last_time)
                previous = leaf.hex()
                if entry is not None:
                    last_time = entry['time']
        except (sqlite3.DatabaseError, OSError, Wrong) as error:
            self.note(expected, 'log-unreadable', 'entry %d cannot be read: %s' % (expected, error))
        if self.tree.size == 0:
            self.note(0, 'log-empty', 'the log has no entries')
        self.check_checkpoints(notes, roots)
        return self.verdict(notes)

    def read_notes(self):
        notes = []
        try:
            texts = self.source.checkpoints()
        except (sqlite3.DatabaseError, OSError, UnicodeDecodeError) as error:
            self.note(0, 'checkpoint-malformed', 'the checkpoints cannot be read: %s' % error)
            texts = []
        for text in texts:
            try:
                notes.append(Note(text))
            except Wrong as error:
                self.note(notes[-1].size if notes else 0, error.code, 'a checkpoint cannot be read: %s' % error)
        if not texts:
            self.note(0, 'checkpoint-missing', 'the log has no checkpoint: nothing speaks for its entries')
        return sorted(notes, key=lambda note: note.size)

    def check_redacted(self, index, stored):
        """An entry that was left out: its hash is what the tree has, so every proof still holds."""
        leaf = bytes.fromhex(self.source.redacted[index]['leaf'])
        if stored is not None and stored != leaf:
            self.note(index, 'entry-changed', 'the hash of the entry that was left out differs')
        return leaf

    def check_entry(self, index, data, previous, last_time):
        try:
            require(0 < len(data) <= 65535, 'entry-malformed', 'entry %d has no length that an entry has' % index)
            entry = parse_canonical(data, 'entry %d' % index)
            fields = {'v', 'index', 'time', 'timeSource', 'kind', 'actor', 'role', 'run', 'step', 'data', 'blobs', 'prev'}
            require(isinstance(entry, dict) and set(entry) == fields and entry['v'] == 1, 'entry-malformed',
                    'entry %d does not have the fields of an entry' % index)
            require(isinstance(entry['time'], str) and INSTANT.match(entry['time']) is not None, 'entry-malformed',
                    'the time of entry %d is none' % index)
        except Wrong as error:
            self.note(index, error.code, str(error))
            self.stopped = True
            return None
        if entry['index'] != index:
            self.note(index, 'entry-out-of-place', 'entry %d says that it is entry %s' % (index, entry['index']))
        if entry['prev'] != previous:
            self.note(index, 'chain-broken', 'entry %d does not follow the one before it' % index)
        if entry['time'] < last_time:
            self.note(index, 'time-reversed', 'entry %d is older than the one before it' % index)
        if index == 0:
            self.meet_log_key(entry)
        self.check_files(index, entry)
        if not self.stopped and not self.facility.gaps:
            self.replay(entry)
        return entry

    def meet_log_key(self, entry):
        try:
            own = parse_vkey(str(entry['data'].get('logKey', '')))
        except Wrong:
            self.note(0, 'log-key-unknown', 'entry 0 does not tell the key of the log')
            return
        trusted = self.policy.logs if self.policy else []
        if trusted and own.vkey not in [key.vkey for key in trusted]:
            self.note(0, 'log-key-differs', 'entry 0 names another log key than the trusted one')
            own = next((key for key in trusted if key.name == own.name), trusted[0])
        self.facility.log_key = own

    def replay(self, entry):
        try:
            self.facility.take(entry)
        except Wrong as error:
            self.note(entry['index'], error.code, 'entry %d: %s' % (entry['index'], error))
            if error.code == 'log-inconsistent':
                self.stopped = True
        except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
            self.note(entry['index'], 'entry-malformed', 'entry %d cannot be read as what it says it is (%s: %s)'
                      % (entry['index'], type(error).__name__, error))
            self.stopped = True

    def check_files(self, index, entry):
        for blob in entry['blobs'] if isinstance(entry['blobs'], list) else []:
            self.rehash(index, blob.get('sha256', ''), str(blob.get('name', 'a file')), True)
        for name, digest in files_of(entry):
            self.rehash(index, digest, name, True)
        for digest in digests_in(entry['data']):
            self.rehash(index, digest, 'a file', False)

    def rehash(self, index, digest, name, needed):
        if digest in self.named:
            return
        data = self.source.artifact(digest)
        if data is None:
            if needed and not self.is_withheld(digest):
                self.named[digest] = False
                self.note(index, 'blob-missing', '"%s" of entry %d is missing: %s' % (name, index, digest))
            return
        self.named[digest] = sha256_hex(data) == digest
        if not self.named[digest]:
            self.note(index, 'blob-damaged', '"%s" of entry %d was changed' % (name, index))
            return
        # A manifest of a hand-off names the files of the hand-off; a package of evidence names its own.
        if data[:1] == b'{' and len(data) < 8000000:
            try:
                named = json.loads(data.decode('utf-8'))
                for path, inner in files_of_handoff(named):
                    self.rehash(index, inner, path, True)
                for inner in digests_in(named):
                    self.rehash(index, inner, 'a file that %s names' % digest[:8], False)
            except (ValueError, RecursionError):
                pass

    def is_withheld(self, digest):
        return any(digest in one.get('blobs', []) for one in self.source.redacted.values())

    def check_checkpoints(self, notes, roots):
        key, cosigners = self.facility.log_key, list(self.facility.cosigners())
        if self.policy:
            cosigners = list(self.policy.witnesses.values()) + cosigners
        size, covered, self.good = self.tree.size, 0, []
        for note in notes:
            good = True
            if note.size > size:
                self.note(size, 'tail-cut', 'a checkpoint has %d entries; %d are left' % (note.size, size))
                good = False
            elif roots.get(note.size) != note.root:
                self.note(self.first_in(covered, note.size), 'checkpoint-root-mismatch', 'entries %d to %d are not those of the checkpoint of %d entries'
                          % (covered, note.size - 1, note.size))
                good = False
            if key is None:
                good = False
            elif note.origin != key.name:
                self.note(covered, 'checkpoint-foreign', 'the checkpoint of %d entries is of another log' % note.size)
                good = False
            elif note.signed_by(key) is not True:
                self.note(covered, 'checkpoint-signature-invalid', 'the checkpoint of %d entries is not signed by this log' % note.size)
                good = False
            for cosigner in cosigners:
                if note.signed_by(cosigner) is False:
                    self.note(covered, 'cosignature-invalid', 'the cosignature of %s does not belong to its checkpoint' % cosigner.name)
                    good = False
            if good:
                covered = note.size
                self.good.append(note)
        self.covered = covered
        if self.start:
            self.check_start(roots)
        if self.policy and not any(self.policy.is_met(note) for note in self.good):
            self.note(0, 'cosigners-missing', 'no checkpoint has the cosignatures that the policy asks for')

    def first_in(self, start, end):
        """The first entry that is wrong by other evidence explains a root; without any, the whole range is in doubt."""
        return min([one['index'] for one in self.problems if start <= one['index'] < end], default=start)

    def check_start(self, roots):
        origin, size, root = self.start
        if size > self.tree.size:
            self.note(self.tree.size, 'tail-cut', 'the checkpoint that was given has %d entries; %d are left' % (size, self.tree.size))
        elif roots.get(size) != root:
            self.note(0, 'paper-mismatch', 'the first %d entries are not those of the checkpoint that was given' % size)
        elif self.facility.origin and origin != self.facility.origin:
            self.note(0, 'checkpoint-foreign', 'the checkpoint that was given is of another log, "%s"' % origin)

    def verdict(self, notes):
        problems = sorted(self.problems, key=lambda one: one['index'])
        orphans = [digest for digest in self.source.artifacts() if digest not in self.named]
        remarks = [] if self.source.redacted else self.facility.unfinished()
        if orphans:
            remarks.append('%d files are named by no entry: %s' % (len(orphans), ', '.join(one[:8] for one in orphans[:5])))
        if self.source.redacted:
            remarks.append('%d entries were left out of this package; their hashes are in the tree. From the first of them on, '
                           'only bytes, tree and checkpoints were verified.' % len(self.source.redacted))
        if self.tree.size > self.covered:
            remarks.append('%d entries are newer than the last checkpoint.' % (self.tree.size - self.covered))
        if not self.start and not self.policy:
            remarks.append('No checkpoint from paper (--from) and no policy (--policy) was given: a folder alone cannot show '
                           'that its newest part was cut off, or that all of it was written anew with another key.')
        return {
            'ok': not problems,
            'complete': not self.source.redacted,
            'facility': {'name': self.facility.name, 'mode': self.facility.mode, 'origin': self.facility.origin},
            'entries': self.tree.size, 'checkpoints': len(notes), 'root': self.tree.root().hex(),
            'runs': len(self.facility.runs), 'certificates': len(self.facility.certificates),
            'files': sum(self.named.values()), 'firstBad': problems[0]['index'] if problems else None,
            'problems': problems, 'notes': remarks,
        }


def files_of(entry):
    """What a step made and kept that its entry does not bind as a blob: reports of rules, public keys. (name, digest) each."""
    output = entry['data'].get('output') if entry['kind'] == 'step-done' and isinstance(entry['data'], dict) else None
    if not isinstance(output, dict):
        return
    for name, holder, member in (('the lint report', output.get('lint'), 'report'),
                                 ('the public key', output.get('key'), 'spki'), ('the public key', output, 'spki')):
        digest = holder.get(member) if isinstance(holder, dict) else None
        if isinstance(digest, str) and HEX64.match(digest):
            yield name, digest


def files_of_handoff(manifest):
    """The files of a hand-off by its manifest. (path, digest) each."""
    if not isinstance(manifest.get('artifacts'), list) or 'state_digest' not in manifest:
        return
    for one in manifest['artifacts'] + [{'path': 'the state', 'sha256': manifest['state_digest']}]:
        if isinstance(one, dict) and isinstance(one.get('sha256'), str) and HEX64.match(one['sha256']):
            yield str(one.get('path', 'a file of the hand-off')), one['sha256']


def digests_in(value):
    """Every SHA-256 in hex that stands anywhere in a value."""
    if isinstance(value, str):
        if HEX64.match(value):
            yield value
    elif isinstance(value, list):
        for one in value:
            yield from digests_in(one)
    elif isinstance(value, dict):
        for one in value.values():
            yield from digests_in(one)


def print_verdict(verdict):
    facility = verdict['facility']
    if verdict['ok'] and verdict['complete']:
        print('Verified: nothing was changed, removed or reordered, and everything that was signed had been approved.')
    elif verdict['ok']:
        print('Verified as far as it goes: nothing was changed, removed or reordered.')
    else:
        print('NOT verified: the record cannot be relied on from entry %d on.' % verdict['firstBad'])
    print('  %s%s, log %s' % (facility['name'], ' (PRACTICE)' if facility['mode'] == 'practice' else '', facility['origin']))
    print('  %d entries, %d checkpoints, %d runs, %d certificates, %d files' % (
        verdict['entries'], verdict['checkpoints'], verdict['runs'], verdict['certificates'], verdict['files']))
    print('  root %s' % verdict['root'])
    for problem in verdict['problems']:
        print('  entry %d  %s: %s' % (problem['index'], problem['code'], problem['message']))
    for remark in verdict['notes']:
        print('  Note: %s' % remark)


def main(arguments):
    parser = argparse.ArgumentParser(description='Verifies the log of a Conclave facility, without Conclave.')
    parser.add_argument('folder', help='an auditor package, a log export, or the folder of a facility')
    parser.add_argument('--policy', metavar='FILE', help='whom you trust (C2SP tlog-policy)')
    parser.add_argument('--from', dest='start', metavar='FILE', help='a checkpoint that you trust, from paper')
    parser.add_argument('--openssl', default='openssl', help='the openssl program')
    parser.add_argument('--json', action='store_true', help='one JSON object')
    given = parser.parse_args(arguments)
    try:
        policy = Policy(read_text(given.policy)) if given.policy else None
        start = None
        if given.start:
            text = read_text(given.start)
            start = read_checkpoint(Note(text).text if '\n\n' in text else text.rstrip() + '\n')
        verdict = Verifier(given.folder, policy, start, given.openssl).run()
    except (Wrong, OSError, sqlite3.DatabaseError) as error:
        print('conclave_verify: %s' % error, file=sys.stderr)
        return 2
    if given.json:
        print(json.dumps(verdict, indent=1))
    else:
        print_verdict(verdict)
    return 0 if verdict['ok'] else 1


def read_text(path):
    with open(path, encoding='utf-8', newline='') as file:
        return file.read()


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
