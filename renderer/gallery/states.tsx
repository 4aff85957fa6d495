import { FileDown, Printer } from 'lucide-react'
import { type ReactElement, useRef, useState } from 'react'

import { fail, toFailure } from '../../shared/failure.ts'
import { AlertDialog } from '../ui/dialog.tsx'
import { Button, LinkButton } from '../ui/button.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { Disclosure } from '../ui/disclosure.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { FailureNote } from '../ui/failure-note.tsx'
import { ListRow, Rows } from '../ui/list-row.tsx'
import { Meter, ProgressBar } from '../ui/meter.tsx'
import { PassphraseField, type PassphraseHandle } from '../ui/passphrase-field.tsx'
import { RadioCards } from '../ui/radio-cards.tsx'
import { Section } from '../ui/section.tsx'
import { ComboBox, Select } from '../ui/select.tsx'
import { TONES } from '../ui/state-glyph.tsx'
import { Badge, State } from '../ui/state.tsx'
import { TextField } from '../ui/text-field.tsx'
import { Term } from '../ui/tooltip.tsx'
import styles from './gallery.module.css'

export function States(): ReactElement {
  return (
    <Section title="States" note="a silhouette and a word; quiet ones are drawn, loud ones filled">
      <ul className={styles['states']}>
        {TONES.map((tone) => (
          <li key={tone}>
            <State tone={tone}>{tone}</State>
            <Badge tone={tone}>{tone}</Badge>
          </li>
        ))}
      </ul>
    </Section>
  )
}

export function Buttons(): ReactElement {
  const [open, setOpen] = useState(false)
  const passphrase = useRef<PassphraseHandle>(null)
  return (
    <Section title="Buttons" note="a verb and its object">
      <div className={styles['stack']}>
        <Button variant="primary" note="Card 03 is in reader 1. The PIN comes next." onPress={() => setOpen(true)}>
          Approve these 429 bytes as Priya Raman
        </Button>
        <div className={styles['line']}>
          <Button variant="primary">Record the bag</Button>
          <Button icon={Printer}>Print the script</Button>
          <Button size="small" keys="F9">
            Presenter
          </Button>
        </div>
        <div className={styles['line']}>
          <Button variant="danger">I do not agree</Button>
          <Button variant="danger-solid">Destroy object 07</Button>
          <Button locked="Step 18 unlocks it: two officers have to approve first.">Revoke AP-1</Button>
        </div>
        <div className={styles['line']}>
          <Button variant="quiet">Save the proof</Button>
          <LinkButton icon={FileDown} onPress={() => undefined}>
            Save the bytes
          </LinkButton>
          <Button isPending>Signing, about 2 s</Button>
          <Term help="32 bytes of a digest, cut into a key blade.">bitting</Term>
        </div>
      </div>
      <AlertDialog
        isOpen={open}
        onCancel={() => setOpen(false)}
        title="Approve as Priya Raman"
        tone="now"
        actions={
          <>
            <Button onPress={() => setOpen(false)}>Not now</Button>
            <Button variant="primary" onPress={() => setOpen(false)}>
              Approve these 429 bytes
            </Button>
          </>
        }
      >
        <p className="muted">One approval is written to the log. The root key is not used.</p>
        <PassphraseField
          ref={passphrase}
          label="PIN of card 03"
          help="3 tries are left."
          autoFocus
          onEnter={() => passphrase.current?.take()}
        />
      </AlertDialog>
    </Section>
  )
}

export function Fields(): ReactElement {
  const [bag, setBag] = useState('0093 41')
  const [token, setToken] = useState<string | undefined>('a')
  const passphrase = useRef<PassphraseHandle>(null)
  const tokens = [
    { id: 'a', label: 'HSM A', description: 'Luna G7 1417203, open' },
    { id: 'b', label: 'HSM B', description: 'Luna G7 1417219, closed' },
    { id: 'c', label: 'HSM C', description: 'Its PIN is locked', isDisabled: true },
  ]
  return (
    <Section title="Field" note="label above, help below, error with the cure">
      <div className={styles['stack']}>
        <TextField
          label="Tamper-evident bag number"
          value={bag}
          onChange={setBag}
          mono
          help="The last one was 0093 412."
        />
        <TextField
          label="Bag number"
          value="0093 411"
          onChange={() => undefined}
          mono
          error="0093 411 was used on 2026-10-06. Take the next bag."
        />
        <PassphraseField
          ref={passphrase}
          label="Passphrase of Priya Raman"
          help="It is used once and then overwritten."
        />
        <Select label="Token" choices={tokens} value={token} onChange={setToken} />
        <ComboBox label="Authority" choices={tokens} value={token} onChange={setToken} help="Type to find one." />
      </div>
    </Section>
  )
}

export function Choices(): ReactElement {
  const [choice, setChoice] = useState<string | undefined>('retire')
  const [seen, setSeen] = useState(true)
  return (
    <Section title="Decision" note="an option ruled out stays visible">
      <div className={styles['stack']}>
        <RadioCards
          label="What becomes of the signature that was found?"
          value={choice}
          onChange={setChoice}
          cards={[
            { id: 'adopt', label: 'Adopt it', consequence: 'It becomes the signature of step 18.' },
            { id: 'retire', label: 'Retire it', consequence: 'It is recorded and never used.', aside: '2 of 2 agree' },
            {
              id: 'sign',
              label: 'Sign again',
              consequence: '',
              locked: 'Locked until the outcome of entry 18,432 is known.',
            },
          ]}
        />
        <Checkbox isSelected={seen} onChange={setSeen} note="Written to the log as a statement.">
          I have compared rows A to H
        </Checkbox>
        <Meter label="Script" value={16} max={31} words="16 of 31 done, about 55 min left" />
        <ProgressBar label="Verify" value={0.4} words="Verifying 7,400 of 18,516 entries, about 3 s left" />
        <ProgressBar
          label="Sign"
          value={undefined}
          words="HSM A is making the key. P-384 takes under a second, RSA up to a minute."
        />
        <Disclosure title="Attributes as the token told them" note="14">
          CKA_EXTRACTABLE false
        </Disclosure>
      </div>
    </Section>
  )
}

export function Lists(): ReactElement {
  return (
    <Section title="Rows" note="rest, selected, attention">
      <Rows>
        <ListRow tone="ok" name={<b>Fleet Issuing US-1</b>} fact="to 2028-09-03" value="Active" />
        <ListRow tone="ok" name={<b>Fleet Issuing EU-2</b>} fact="to 2031-11-25" value="Active" selected />
        <ListRow tone="next" name={<b>Fleet Issuing US-2</b>} fact="planned" value="Next" />
        <ListRow tone="attention" name={<b>Fleet Issuing EU-1</b>} fact="to 2027-05-31" value="179 days" />
        <ListRow tone="ok" name="Air gap" value="08:36Z" detail="No link, no radio, no foreign USB device" />
        <ListRow
          tone="attention"
          name="Media"
          detail="Disc MF-0312 was inspected at 08:33Z. Record its tamper-evident bag."
        />
        <ListRow tone="ok" name="to-be-signed.der" value="429 bytes" density="dense" />
      </Rows>
    </Section>
  )
}

export function Notices(): ReactElement {
  const unknown = fail(
    'step-outcome-unknown',
    'It is not known whether HSM A signed. HSM A stopped answering 0.8 s after it was asked to sign the root certificate. The intent is entry 18,432, no outcome is recorded. Conclave does not sign again by itself.',
  )
  const pin = fail('pin-incorrect', 'HSM A refused the PIN. 2 tries are left before it locks.', {
    remedy: 'Type it again, or close the token and ask the other officer.',
  })
  return (
    <Section title="Error and empty" note="what is certain, first; then why; then what to do; the code last">
      <div className={styles['stack']}>
        <FailureNote
          failure={toFailure(unknown)}
          actions={<Button variant="primary">Look on the token for the signature</Button>}
        />
        <FailureNote failure={toFailure(pin)} notSigned />
        <FailureNote failure={toFailure(new Error('not shown'))} />
        <EmptyState title="No hand-off is waiting" action={<Button>Build hand-off eu no. 48</Button>}>
          All receipts are in. The next one is due on 2026-12-10, for the domain eu.
        </EmptyState>
      </div>
    </Section>
  )
}
