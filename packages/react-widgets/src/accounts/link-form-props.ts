import type { ConsentPurpose } from '@socius/core'
import { type ChangeEvent, type FormEvent, type RefObject, useId } from 'react'
import { type ElementProps, mergeProps } from '../props/merge-props.js'
import type { ConsentOffer, LinkField } from './link-failure.js'

interface LinkFormState {
  readonly platform: string | null
  readonly handle: string
  readonly purposes: readonly ConsentPurpose[]
  readonly isLinking: boolean
  readonly invalidField: LinkField | null
  readonly formRef: RefObject<HTMLFormElement | null>
  setPlatform(platform: string | null): void
  setHandle(handle: string): void
  setPurpose(purpose: ConsentPurpose, isGiven: boolean): void
  submit(): void
}

/** What the elements of the form need. */
export function useLinkFormProps(form: LinkFormState, consent: ConsentOffer) {
  const id = useId()
  const errorId = `${id}-error`
  const { invalidField, isLinking } = form
  const stateOf = (field: LinkField) => (invalidField === field ? ({ 'aria-invalid': true } as const) : {})
  /** The caller's own description, a hint say, is read too. */
  const describedBy = (field: LinkField, given: ElementProps | undefined, own?: string) => {
    const ids = [own, given?.['aria-describedby'], invalidField === field ? errorId : undefined]
    const all = ids.filter((one) => typeof one === 'string').join(' ')
    return all === '' ? {} : { 'aria-describedby': all }
  }
  const field = <Own extends ElementProps, Given extends ElementProps>(
    own: Own,
    { name, given, description }: { name: LinkField; given: Given | undefined; description?: string },
  ) => ({ ...mergeProps({ ...own, ...stateOf(name) }, given), ...describedBy(name, given, description) })

  return {
    /** For the form. The browser's own words stay away: what is wrong is said by the error. */
    getFormProps: <Given extends ElementProps>(given?: Given) =>
      mergeProps(
        {
          ref: form.formRef,
          noValidate: true,
          'aria-busy': isLinking,
          onSubmit: (event: FormEvent) => {
            event.preventDefault()
            form.submit()
          },
        } as const,
        given,
      ),
    /** For the element around radio buttons; name it. */
    getPlatformGroupProps: <Given extends ElementProps>(given?: Given) =>
      field({ role: 'radiogroup', 'aria-required': true } as const, { name: 'platform', given }),
    /** For the radio button of one platform. */
    getPlatformRadioProps: <Given extends ElementProps>(platform: string, given?: Given) =>
      mergeProps(
        {
          type: 'radio',
          name: `${id}-platform`,
          value: platform,
          checked: form.platform === platform,
          onChange: () => form.setPlatform(platform),
        } as const,
        given,
      ),
    /** For a select in the place of radio buttons; the value of its empty option is ''. */
    getPlatformSelectProps: <Given extends ElementProps>(given?: Given) =>
      field(
        {
          id: `${id}-select`,
          required: true,
          value: form.platform ?? '',
          onChange: ({ target }: ChangeEvent<HTMLSelectElement>) => form.setPlatform(target.value || null),
        } as const,
        { name: 'platform', given },
      ),
    /** For the label of the select. */
    getPlatformLabelProps: <Given extends ElementProps>(given?: Given) =>
      mergeProps({ htmlFor: `${id}-select` } as const, given),
    getHandleProps: <Given extends ElementProps>(given?: Given) =>
      field(
        {
          id: `${id}-handle`,
          type: 'text',
          dir: 'auto',
          required: true,
          autoCapitalize: 'none',
          autoComplete: 'off',
          autoCorrect: 'off',
          spellCheck: false,
          value: form.handle,
          onChange: ({ target }: ChangeEvent<HTMLInputElement>) => form.setHandle(target.value),
        } as const,
        { name: 'handle', given },
      ),
    /** For the label of the handle. */
    getHandleLabelProps: <Given extends ElementProps>(given?: Given) =>
      mergeProps({ htmlFor: `${id}-handle` } as const, given),
    /** For the words of the consent. They have to be shown: the purposes refer to them. */
    getConsentTextProps: <Given extends ElementProps>(given?: Given) =>
      mergeProps({ id: `${id}-consent` } as const, given),
    /** For the element around the purposes; name it. */
    getPurposesProps: <Given extends ElementProps>(given?: Given) =>
      field({ role: 'group' } as const, { name: 'purposes', given, description: `${id}-consent` }),
    /** For the checkbox of one purpose. */
    getPurposeProps: <Given extends ElementProps>(purpose: ConsentPurpose, given?: Given) => {
      const isRequired = consent.purposes.some((offer) => offer.purpose === purpose && offer.isRequired)
      const checked = form.purposes.includes(purpose)
      const own = {
        type: 'checkbox',
        required: isRequired,
        checked,
        onChange: ({ target }: ChangeEvent<HTMLInputElement>) => form.setPurpose(purpose, target.checked),
      } as const
      const isMissing = invalidField === 'purposes' && isRequired && !checked
      return mergeProps({ ...own, ...(isMissing ? { 'aria-invalid': true, 'aria-describedby': errorId } : {}) }, given)
    },
    /** For the button that sends the form. It keeps the focus while it is busy. */
    getSubmitProps: <Given extends ElementProps>(given?: Given) =>
      mergeProps({ type: 'submit', 'aria-disabled': isLinking } as const, given),
    /** For the words of the error. */
    getErrorProps: <Given extends ElementProps>(given?: Given) =>
      mergeProps({ id: errorId, role: 'alert' } as const, given),
  }
}
